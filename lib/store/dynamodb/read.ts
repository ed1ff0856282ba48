/** What both sides read: an application's partition and the definitions it uses. */
import { type JsonObject, trusted } from '../../json.ts';
import type {
  AppKey,
  AppRevision,
  DefinitionRef,
  Desired,
  Present,
  Row,
  Snapshot,
  StoredDefinition,
  UsedRef,
  Wake,
} from '../../ports.ts';
import { afterEvents, appPk, definitionSk, environmentPk, objectPk, rowSk, sk, tailOf } from '../keys.ts';
import { checkTransaction } from '../limits.ts';
import { definitionOf, desiredOf, type Item, key, seenWakeOf, text, textAt, unpack } from './codec.ts';
import { batchGet, names, query, type Table } from './requests.ts';

/** Everything of an application but its events, in one consistent query. */
export async function load(table: Table, app: AppKey): Promise<Snapshot> {
  return snapshotOf(await between(table, app, afterEvents, '~'));
}

/** Its rows, and what stands behind its revisions. The wake comes first: a wave reports before it releases, so that what is not asked for
 * any more has the status of who served it. */
export async function present(table: Table, app: AppKey): Promise<Present> {
  const asked = await between(table, app, sk.wake, sk.wake);
  const rest = [between(table, app, rowSk(''), rowSk('~')), between(table, app, sk.spec, sk.status)];
  const { desired, status, rows, wake } = snapshotOf([...asked, ...(await Promise.all(rest)).flat()]);
  return { desired, status, rows, wake };
}

/** The items of an application whose sort keys lie between these two. */
function between(table: Table, app: AppKey, first: string, last: string): Promise<Item[]> {
  return query(table, {
    ConsistentRead: true,
    KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :first AND :last',
    ExpressionAttributeNames: names('pk', 'sk'),
    ExpressionAttributeValues: { ':pk': text(appPk(app)), ':first': text(first), ':last': text(last) },
  });
}

function snapshotOf(items: readonly Item[]): Snapshot {
  let desired: Desired | undefined;
  let status: JsonObject | undefined;
  let wake: Wake | undefined;
  const rows: Row[] = [];
  const revisions: AppRevision[] = [];
  const uses: UsedRef[] = [];
  for (const item of items) {
    const sortKey = textAt(item, 'sk');
    if (sortKey.startsWith('RES#')) rows.push(unpack<Row>(item));
    else if (sortKey.startsWith('REV#')) revisions.push(revisionIn(item));
    else if (sortKey.startsWith('REF#')) uses.push(tailOf(sortKey));
    else if (sortKey === sk.spec) desired = desiredOf(item);
    else if (sortKey === sk.status) status = unpack<JsonObject>(item);
    else if (sortKey === sk.wake) wake = seenWakeOf(item);
  }
  return { desired, status, wake, rows, revisions, ...(uses.length === 0 ? {} : { uses }) };
}

const parts: readonly (keyof AppRevision)[] = [
  'generation',
  'at',
  'hash',
  'document',
  'definitions',
  'inputs',
  'made',
  'watches',
  'because',
];

/** A revision that is unpacked when more than its number is asked for: a wave asks one of ten, and they hold whole documents. */
function revisionIn(item: Item): AppRevision {
  const revision = { number: Number(tailOf(textAt(item, 'sk'))) };
  let whole: AppRevision | undefined;
  const read = (): AppRevision => {
    whole ??= unpack<AppRevision>(item);
    return whole;
  };
  for (const part of parts) Object.defineProperty(revision, part, { enumerable: true, get: () => read()[part] });
  return trusted<AppRevision>(revision);
}

/** The definitions that exist among those asked for (at most 99, each once) and the environment of a target. */
export async function catalog(
  table: Table,
  refs: readonly DefinitionRef[],
  target: string,
): Promise<{ readonly definitions: readonly StoredDefinition[]; readonly environment: JsonObject | undefined }> {
  const wanted = new Map(refs.map(ref => [nameOfItem(objectPk(ref), definitionSk(ref)), ref]));
  checkTransaction('catalog', [...wanted.keys()]);
  const environmentKey = key(environmentPk(target), sk.environment);
  const keys = [...wanted.values()].map(ref => key(objectPk(ref), definitionSk(ref)));
  const items = await batchGet(table, [...keys, environmentKey]);
  const found = new Map<string, Item>(items.map(item => [nameOfItem(textAt(item, 'pk'), textAt(item, 'sk')), item]));
  const definitions = [...wanted].flatMap(([name, ref]) => {
    const item = found.get(name);
    return item === undefined ? [] : [definitionOf(ref, item)];
  });
  const environment = found.get(nameOfItem(environmentPk(target), sk.environment));
  return { definitions, environment: environment === undefined ? undefined : unpack<JsonObject>(environment) };
}

function nameOfItem(pk: string, sortKey: string): string {
  return `${pk} ${sortKey}`;
}
