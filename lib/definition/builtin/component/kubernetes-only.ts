/** Components of KubeVela that are Kubernetes objects or packages of them: each is refused with the AWS way. */
import type { JsonObject } from '../../../json.ts';
import { refusedComponent } from '../parts/component.ts';

const chart: readonly [string, string] = [
  'A Helm chart',
  'A Helm chart is made of Kubernetes objects: write its containers as webservice, worker or task, and take databases and queues from AWS',
];

const sentences: Readonly<Record<string, readonly [string, string]>> = {
  'ref-objects': [
    'Kubernetes objects that exist',
    'There are no Kubernetes objects to refer to: name what exists on AWS in a parameter of the component that uses it, or make a component of it',
  ],
  'k8s-objects': [
    'Kubernetes objects as they stand',
    'There is no Kubernetes to take objects: say a Deployment as webservice or worker, a Job as task, a CronJob as cron-task, an Ingress as the trait gateway; an operator makes anything else of AWS a component by a ComponentDefinition',
  ],
  raw: [
    'A Kubernetes object as it stands',
    'There is no Kubernetes to take an object: say a Deployment as webservice or worker, a Job as task, a CronJob as cron-task; an operator makes anything else of AWS a component by a ComponentDefinition',
  ],
  helm: chart,
  helmchart: chart,
  kustomize: [
    'A Kustomize folder',
    'Kustomize puts Kubernetes objects together: write the containers as webservice, worker or task; an application for each environment takes the place of overlays',
  ],
};

export const kubernetesOnly: readonly JsonObject[] = Object.entries(sentences).map(([name, [description, refused]]) =>
  refusedComponent(name, description, refused),
);
