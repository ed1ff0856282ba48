/** Traits of KubeVela that belong to a cluster or to what is installed in one: each is refused with the AWS way. */
import type { JsonObject } from '../../../json.ts';
import { refusedTrait } from '../parts/trait.ts';

const sentences: readonly (readonly [string, string, string])[] = [
  [
    'autoscale',
    'Automatic scaling by CPU or by the clock',
    'The traits cpuscaler and hpa scale by what is used; scheduled scaling is not said by a trait',
  ],
  [
    'file-logs',
    'Ships files of logs to Loki',
    'Fargate reads no files of a container: write logs to standard output, which goes to CloudWatch, or put a log router beside it with the trait sidecar',
  ],
  [
    'hostalias',
    'Lines of the hosts file',
    'Tasks on Fargate have no hosts file of their own making: a private hosted zone of Route 53 for the VPC gives names to addresses',
  ],
  [
    'keda-auto-scaler',
    'Automatic scaling by events',
    'KEDA runs in a cluster: the traits cpuscaler and hpa scale by CPU and memory; functions follow their events by themselves',
  ],
  [
    'metrics',
    'Scraping of metrics',
    'No Prometheus is here to scrape: a sidecar with the collector of ADOT sends metrics to Amazon Managed Prometheus or CloudWatch; the trait alarm watches those of AWS',
  ],
  [
    'nocalhost',
    'Development inside a cluster',
    'Nocalhost works inside of a cluster: npm start runs applications on your machine',
  ],
  ['route', 'External access with certificates of an issuer', 'The trait gateway says domain and paths'],
];

export const kubernetesOnlyTraits: readonly JsonObject[] = sentences.map(([name, description, refused]) =>
  refusedTrait(name, description, refused),
);
