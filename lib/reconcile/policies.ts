/** What the policies of an application say of the whole of it. Pure. */
import { type Issue, problem } from '../errors.ts';
import { listOf, objectOf, textOf } from '../json.ts';
import type { Steering } from '../resource/resource.ts';
import { escapeData } from '../template/data.ts';
import type { Variables } from '../template/direct-value.ts';
import type { Appfile, AppfilePolicy } from './appfile.ts';
import { withLets } from './render-lets.ts';
import { noRow, taken } from './render-row.ts';
import { validate } from './render-workload.ts';

/** Absent where none says which inputs to follow. Several are followed together, and one that waits makes all wait. */
export function steeringOf(
  { policies }: Appfile,
  variablesOf: (policy: AppfilePolicy) => Variables,
  issues: Issue[],
): Steering | undefined {
  const found = policies.flatMap(policy => steered(policy, variablesOf(escaped(policy)), issues) ?? []);
  if (found.length === 0) return undefined;
  const gate = found.some(one => one.gate === 'manual') ? 'manual' : 'auto';
  return { gate, follow: found.flatMap(one => one.follow) };
}

function steered({ definition, index }: AppfilePolicy, given: Variables, issues: Issue[]): Steering | undefined {
  const at = `/spec/policies/${index}`;
  const sees = withLets(definition, '', given, at, issues);
  issues.push(...validate(definition, '', sees, at));
  if (definition.redeploy === undefined) return undefined;
  const evaluated = definition.redeploy.evaluate({ ...sees, row: noRow });
  const { gate = 'auto', follow } = objectOf(taken(evaluated, definition, 'redeploy', at, issues));
  const lines = listOf(follow).map(objectOf);
  if ((gate !== 'auto' && gate !== 'manual') || lines.some(({ kind, names }) => !textOf(kind) || !textOf(names))) {
    const message = `${definition.name}, redeploy: gate is auto or manual, and each of follow has a kind and names`;
    issues.push(problem('InvalidField', at, message));
    return undefined;
  }
  return { gate, follow: lines.map(({ kind, names }) => ({ kind: textOf(kind), names: textOf(names) })) };
}

/** Where data enters: nothing in parameters is taken for a mark of ours. */
function escaped(policy: AppfilePolicy): AppfilePolicy {
  return { ...policy, parameter: objectOf(escapeData(policy.parameter)) };
}
