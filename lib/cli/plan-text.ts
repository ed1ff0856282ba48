/** A plan as a diff that people can read: what would be created, changed and deleted, and why. */
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../json.ts';
import { numberOf, ownerOf } from './answer.ts';
import { paint } from './output.ts';

/** What `up --dry-run` prints of one application. */
export function describePlan(name: string, plan: JsonObject): string[] {
  const changes = listOf(plan.changes).map(objectOf);
  const shown = changes.filter(change => textOf(change.action) !== 'keep');
  return [
    `${paint('bold', name)}: ${describeSummary(objectOf(plan.summary), changes)}`,
    ...shown.flatMap(change => describeChange(change)),
  ];
}

function describeSummary(summary: JsonObject, changes: readonly JsonObject[]): string {
  const words: readonly (readonly [string, string])[] = [
    ['create', 'to create'],
    ['update', 'to update'],
    ['delete', 'to delete'],
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
  const diff = new Set(listOf(change.diff).map(textOf));
  const properties = Object.entries(objectOf(change.properties)).filter(
    ([property]) => diff.size === 0 || diff.has(property),
  );
  const gone = [...diff].filter(property => !properties.some(([name]) => name === property));
  return [
    head,
    `    ${textOf(change.reason)}`,
    ...(action === 'delete' ? [] : properties.map(([property, value]) => `    ${property}: ${brief(value)}`)),
    ...gone.map(property => `    ${property}: back to the service's default`),
  ];
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
