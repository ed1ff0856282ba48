/** Calls to AWS on the wire for a hundred services, against the packaged functions in the emulator, which records containers and runs none. */
import { listOf, objectOf } from '../lib/json.ts';
import { parseDocuments } from '../lib/oam/parse.ts';
import { startInstallation } from '../test/e2e/harness/installation.ts';
import { containersText } from './application.ts';
import type { Figures } from './table.ts';
import { count, place } from './wire.ts';

const services = 100;
const name = 'bench-containers';

export async function measureContainers(): Promise<Figures> {
  const lateen = await startInstallation({ containers: false });
  try {
    const created = await count(lateen, documentOf(containersText(services)), 1, name);
    const { appliedResources } = objectOf((await lateen.api('GET', place(name))).body?.status);
    // The emulator has no Application Auto Scaling: what it lacks costs no call.
    const resources = listOf(appliedResources).filter(one => objectOf(one).phase !== 'NotEmulated').length;
    const same = await count(lateen, documentOf(containersText(services)), 1, name);
    const change = await count(lateen, documentOf(containersText(services, 'nginx:1.30')), 2, name);
    return {
      containerServices: services,
      containerResources: resources,
      callsCreatePerContainerResource: created.aws / resources,
      callsCreateOwnPerContainerResource: created.own / resources,
      callsNoopContainers: same.aws,
      callsOneChangeContainers: change.aws,
      callsOneChangeOwnContainers: change.own,
    };
  } finally {
    await lateen.stop();
  }
}

function documentOf(text: string): object {
  return objectOf(parseDocuments(text, 'yaml').documents[0]?.value);
}
