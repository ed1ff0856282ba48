/** POST .../applications/{name}/exec: a session in a container of a service, or exactly what is missing for one. */
import { OamError } from '../errors.ts';
import { isList, type JsonObject, listOf, objectOf, textOf } from '../json.ts';
import type { Row } from '../ports.ts';
import { readObject } from './body.ts';
import { answer, type Call, noDryRun } from './call.ts';
import { loadCatalog } from './catalog.ts';
import { presentOf } from './history.ts';

export async function execute(call: Call): Promise<Response> {
  noDryRun(call);
  const { component, container, command } = wishOf(await readObject(call.request));
  const { rows } = await presentOf(call);
  const row = serviceOf(rows, component);
  const { environment } = await loadCatalog(call.deps, []);
  // Emulators answer with a session that nobody listens to.
  if (listOf(environment.emulatorIgnores).includes('exec')) {
    const hint = 'On this machine the containers are your own: docker ps, and docker exec -it <container> sh';
    throw new OamError('Conflict', `The local emulator has no sessions in containers. ${hint}`);
  }
  if (objectOf(row.applied).EnableExecuteCommand !== true) {
    const hint = `add the trait { type: exec } to ${row.component}, and post the application again`;
    throw new OamError('Conflict', `Commands in the containers of ${row.component} are not switched on: ${hint}`);
  }
  const { Cluster, ServiceName } = objectOf(row.identity);
  const service = { cluster: textOf(Cluster), service: textOf(ServiceName) };
  const session = await call.deps.session({ ...service, command, ...(container === '' ? {} : { container }) });
  return answer(200, { component: row.component, region: environment.region, ...session });
}

function wishOf(body: JsonObject): { component: string; container: string; command: string } {
  const { component = '', container = '', command, ...others } = body;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new OamError('BadRequest', `The body has no ${unknown}: ${example}`);
  const words = isList(command) ? command : [command];
  if (words.length === 0 || !words.every(word => typeof word === 'string' && word !== '')) {
    throw new OamError('BadRequest', `The body says which command: ${example}`);
  }
  return {
    component: textOf(component),
    container: textOf(container),
    command: words.map(textOf).map(quoted).join(' '),
  };
}

const example = '{"component": "web", "command": ["sh"]}';

/** ECS takes one text, which it splits as a shell would. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The service of a component; of the only one that has one, where none is named. */
function serviceOf(rows: readonly Row[], component: string): Row {
  const services = rows.filter(row => row.type === 'AWS::ECS::Service' && row.identity !== undefined);
  const components = [...new Set(services.map(row => row.component))];
  const found = component === '' ? services : services.filter(row => row.component === component);
  const [row] = found.filter(each => each.phase === 'live');
  if (row !== undefined && new Set(found.map(each => each.component)).size === 1) return row;
  if (component === '' && components.length > 1) {
    throw new OamError('BadRequest', `Several components have containers: say which of ${components.join(', ')}`);
  }
  const own = listOf(rows.filter(each => each.component === component).map(each => each.type));
  if (own.includes('AWS::Lambda::Function')) {
    throw new OamError(
      'Conflict',
      `Component ${component} is a function: it has no machine to enter. lateen logs shows what it wrote`,
    );
  }
  const has =
    components.length === 0
      ? 'only services have (webservice, worker, ...)'
      : `there are those of ${components.join(', ')}`;
  throw new OamError(
    'NotFound',
    `${component === '' ? 'The application' : `Component ${component}`} has no containers that run: ${has}`,
  );
}
