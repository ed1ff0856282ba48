/** A plan as a diff that people can read: what would be created, changed and deleted, and why. */
import { equal, isObject, type Json, type JsonObject, listOf, objectOf, textOf } from '../json.ts';
import { numberOf, ownerOf } from './answer.ts';
import { paint } from './output.ts';

/** What `diff` and `up --dry-run` print of one application. */
export function describePlan(name: string, plan: JsonObject): string[] {
  const changes = listOf(plan.changes).map(objectOf);
  const shown = changes.filter(change => textOf(change.action) !== 'keep');
  return [
    `${paint('bold', name)}: ${describeSummary(objectOf(plan.summary), changes)}`,
    ...shown.flatMap(change => describeChange(change)),
    ...Object.entries(objectOf(plan.inputs)).map(describeInput),
  ];
}

/** `object#builds/nightly.zip`: what stands behind the name is taken when the document is applied. */
function describeInput([ref, value]: readonly [string, Json]): string {
  const name = ref.replace('#', ' ');
  const runs = typeof value === 'string' ? ` (now ${value})` : '';
  return `  ${name} is taken as it is then${runs}`;
}

function describeSummary(summary: JsonObject, changes: readonly JsonObject[]): string {
  const words: readonly (readonly [string, string])[] = [
    ['create', 'to create'],
    ['update', 'to update'],
    ['delete', 'to delete'],
    ['wait', 'waiting for what is known after apply'],
    ['retain', 'kept though nothing asks for it any more'],
    ['observe', 'to look at first'],
    ['notEmulated', 'the emulator lacks'],
    ['keep', 'unchanged'],
  ];
  const parts = words.flatMap(([action, word]) => {
    const count = numberOf(summary[action]) || changes.filter(change => change.action === action).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return parts.length === 0 ? 'nothing to do' : parts.join(', ');
}

function describeChange(change: JsonObject): string[] {
  const action = textOf(change.action);
  const owner = ownerOf({ component: textOf(change.component), trait: textOf(change.trait) });
  const key = textOf(change.key);
  const head = `${signOf(action)} ${textOf(change.type)}  ${owner}${key === '' ? '' : paint('dim', `  ${key}`)}`;
  return [head, `    ${textOf(change.reason)}`, ...(action === 'delete' ? [] : propertyLines(change))];
}

/** One line for each value that changes, as deep as it lies; all of them where the resource is new. */
function propertyLines(change: JsonObject): string[] {
  const properties = objectOf(change.properties);
  const before = change.before === undefined ? undefined : objectOf(change.before);
  const names = change.diff === undefined ? Object.keys(properties) : listOf(change.diff).map(textOf);
  return names.flatMap(name => {
    const after = properties[name];
    if (after === undefined) return [`    ${name}: back to the service's default`];
    if (before === undefined) return [`    ${name}: ${brief(after)}`];
    return leaves(name, before[name], after).map(line => `    ${line}`);
  });
}

function leaves(path: string, before: Json | undefined, after: Json | undefined): string[] {
  if (equal(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap(name => leaves(`${path}.${name}`, before[name], after[name]));
  }
  const was = before === undefined ? '(none)' : brief(before);
  return [`${path}: ${was} -> ${after === undefined ? '(none)' : brief(after)}`];
}

/** Whether anything would be made, changed or removed. */
export function changesAnything(plan: JsonObject): boolean {
  const idle = new Set(['keep', 'observe', 'notEmulated']);
  return listOf(plan.changes).some(change => !idle.has(textOf(objectOf(change).action)));
}

function signOf(action: string): string {
  if (action === 'create') return paint('green', '+');
  if (action === 'update') return paint('yellow', '~');
  if (action === 'delete') return paint('red', '-');
  if (action === 'retain') return paint('yellow', '=');
  return action === 'notEmulated' ? paint('yellow', '!') : '?';
}

function brief(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}
