/** Values that components hand to each other, before anything is known of them: names found, places that exist, parameters as far as they are given. */
import type { CompiledDefinition } from '../definition/definition.ts';
import { type Issue, problem } from '../errors.ts';
import { isList, isObject, type Json, type JsonObject, objectOf, pointer } from '../json.ts';
import type { Component } from '../oam/application.ts';
import { didYouMean } from '../oam/nearest.ts';
import { contextOutputs, type Input, type Output, sourceOf, stepsOf } from '../oam/passing.ts';
import { put } from '../template/data.ts';

/** Which component gives each output. */
export type Producers = ReadonlyMap<string, string>;

export function producersOf(components: readonly Component[]): Producers {
  return new Map(components.flatMap(({ name, outputs = [] }) => outputs.map(output => [output.name, name] as const)));
}

/** Whom a component comes after: those it names, and those whose values it takes. */
export function comesAfter({ dependsOn, inputs = [] }: Component, producers: Producers): readonly string[] {
  if (inputs.length === 0) return dependsOn;
  return [...new Set([...dependsOn, ...inputs.flatMap(input => producers.get(input.from) ?? [])])];
}

/** Outputs called alike, and inputs of nothing. */
export function passingIssues(components: readonly Component[]): Issue[] {
  const issues: Issue[] = [];
  const first = new Map<string, string>();
  for (const [i, { name, outputs = [] }] of components.entries())
    for (const [j, output] of outputs.entries()) {
      const before = first.get(output.name);
      const at = `/spec/components/${i}/outputs/${j}/name`;
      if (before === undefined) first.set(output.name, name);
      else issues.push(problem('DuplicateName', at, `${before} has an output ${output.name} already`));
    }
  for (const [i, { inputs = [] }] of components.entries())
    for (const [j, { from }] of inputs.entries()) {
      if (first.has(from) || from === '') continue;
      const known = first.size === 0 ? 'no component has outputs' : `outputs: ${[...first.keys()].join(', ')}`;
      const hint = didYouMean(from, first.keys()) ?? known;
      const at = `/spec/components/${i}/inputs/${j}/from`;
      issues.push(problem('UnknownInput', at, `No component of this application has an output ${from}`, hint));
    }
  return issues;
}

/** Outputs that are neither what the component lets be known of itself nor known without it. */
export function outputIssues(outputs: readonly Output[], linkNames: readonly string[], at: string): Issue[] {
  return outputs.flatMap(({ valueFrom }, j) => {
    const source = sourceOf(valueFrom);
    if (valueFrom === '' || (source !== undefined && (source.kind !== 'link' || linkNames.includes(source.name))))
      return [];
    const names = [...linkNames.map(name => `output.${name}`), ...contextOutputs.map(name => `context.${name}`)];
    const hint = `there are ${names.join(', ')}, and a text in double quotes`;
    return [problem('UnknownOutput', `${at}/outputs/${j}/valueFrom`, `${valueFrom} is not known here`, hint)];
  });
}

/** Stands where a value will be. */
const placeholder = '(known after apply)';

/** The parameters as far as they are given, with what is wrong with them that no input can mend. Pointers are relative to the component. */
export function judgeInputs(
  definition: CompiledDefinition,
  properties: JsonObject,
  inputs: readonly Input[],
): { readonly value: JsonObject; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  let filled = properties;
  const places: string[] = [];
  for (const [j, { parameterKey }] of inputs.entries()) {
    const steps = stepsOf(parameterKey);
    if (steps === undefined) continue;
    const at = `/inputs/${j}/parameterKey`;
    issues.push(...unknownParameter(definition, String(steps[0]), at));
    const next = withValue(filled, steps, placeholder);
    if (isObject(next)) {
      filled = next;
      places.push(pointer(...steps));
    } else issues.push(problem('InvalidField', at, `${parameterKey} does not fit into the properties as they are`));
  }
  const checked = definition.parameters.validate(filled);
  const given = checked.issues.filter(
    ({ pointer: where }) => !places.some(place => where === place || where.startsWith(`${place}/`)),
  );
  issues.push(...given.map(issue => ({ ...issue, pointer: `/properties${issue.pointer}` })));
  return { value: checked.value, issues };
}

function unknownParameter({ name, parameters }: CompiledDefinition, first: string, at: string): Issue[] {
  const { properties, additionalProperties = false, patternProperties } = parameters.schema;
  const known = Object.keys(objectOf(properties));
  if (known.includes(first) || additionalProperties !== false || patternProperties !== undefined) return [];
  const hint = didYouMean(first, known) ?? `known: ${known.join(', ')}`;
  return [problem('UnknownField', at, `${first} is not a parameter of ${name}`, hint)];
}

/** The tree with the value at a path, what is missing on the way made; undefined where something else stands in the way. */
export function withValue(
  tree: Json | undefined,
  [step, ...rest]: readonly (string | number)[],
  value: Json,
): Json | undefined {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    if (tree !== undefined && !isList(tree)) return undefined;
    const list = [...(tree ?? [])];
    const inner = step > list.length ? undefined : withValue(list[step], rest, value);
    if (inner === undefined) return undefined;
    list[step] = inner;
    return list;
  }
  if (tree !== undefined && !isObject(tree)) return undefined;
  const inner = withValue(tree?.[step], rest, value);
  if (inner === undefined) return undefined;
  const copy: Record<string, Json> = { ...tree };
  put(copy, step, inner);
  return copy;
}
