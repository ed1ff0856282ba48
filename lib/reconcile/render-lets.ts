/** The lets of a definition: early values with names, in order, made where something has a use for them. */
import type { CompiledDefinition } from '../definition/definition.ts';
import type { Issue } from '../errors.ts';
import type { Sees, Variables } from '../template/direct-value.ts';
import { blame, noRow } from './render-row.ts';

type Lets = CompiledDefinition['let'];

/** The let names that hold for a workload type, beside the variables they were made of. */
export function withLets(
  definition: CompiledDefinition,
  workload: string,
  variables: Variables,
  at: string,
  issues: Issue[],
): Sees {
  const values: { variables: Variables; bound: Sees['bound']; row: typeof noRow } = {
    variables,
    bound: undefined,
    row: noRow,
  };
  for (const { name, value } of usefulLets(definition, workload)) {
    const { value: found, issues: wrong } = value.evaluate(values);
    if (wrong.length > 0) issues.push(...blame(wrong, definition, `let ${name}`, at));
    // An absent optional has no name for absence in CEL but null.
    values.bound = { name, value: found ?? null, outer: values.bound };
  }
  return { variables, bound: values.bound };
}

const known = new WeakMap<CompiledDefinition, Map<string, Lets>>();

/** A trait's patch of containers is no work for a function. */
function usefulLets(definition: CompiledDefinition, workload: string): Lets {
  if (definition.let.length === 0) return definition.let;
  const of = known.get(definition) ?? new Map<string, Lets>();
  known.set(definition, of);
  const before = of.get(workload);
  if (before !== undefined) return before;
  const used = new Set(usedFor(definition, workload));
  const useful: Lets[number][] = [];
  for (const one of definition.let.toReversed()) {
    if (!used.has(one.name)) continue;
    useful.unshift(one);
    for (const name of one.value.uses) used.add(name);
  }
  of.set(workload, useful);
  return useful;
}

/** Every name that is read for components of this workload type. */
function usedFor(definition: CompiledDefinition, workload: string): string[] {
  const {
    workload: made,
    outputs,
    link,
    grants,
    source,
    tags,
    endpoints,
    redeploy,
    patches,
    validations,
    resources,
  } = definition;
  const checks = validations.filter(one => one.workload === undefined || one.workload === workload);
  return [
    ...[made, outputs, link, grants, source, tags, endpoints, redeploy, patches.get(workload)],
    ...checks.flatMap(one => [one.if, one.message]),
    ...resources.flatMap(one => [one.when, one.loop, one.key, one.unique, one.retain, one.properties]),
  ].flatMap(one => [...(one?.uses ?? [])]);
}
