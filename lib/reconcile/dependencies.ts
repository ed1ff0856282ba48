/** dependsOn and inputs between components: unknown names, and circles named by their members. */
import { type Issue, problem } from '../errors.ts';
import type { Component } from '../oam/application.ts';
import { didYouMean } from '../oam/nearest.ts';
import { comesAfter, type Producers, producersOf } from './passing-check.ts';

export function dependencyIssues(components: readonly Component[]): Issue[] {
  const names = new Set(components.map(component => component.name));
  const unknown = components.flatMap((component, i) =>
    component.dependsOn.flatMap((name, j) => {
      if (names.has(name)) return [];
      const hint = didYouMean(name, names) ?? `components: ${[...names].slice(0, 20).join(', ')}`;
      return [
        problem(
          'UnknownDependency',
          `/spec/components/${i}/dependsOn/${j}`,
          `There is no component ${name} in this application`,
          hint,
        ),
      ];
    }),
  );
  const producers = producersOf(components);
  const edges = new Map(components.map(component => [component.name, comesAfter(component, producers)]));
  const cycle = findCycle(edges);
  if (cycle === undefined) return unknown;
  const at = components.findIndex(component => component.name === cycle[0]);
  return [
    ...unknown,
    problem(
      'DependencyCycle',
      `/spec/components/${at}/${takes(components[at], cycle[1], producers) ? 'inputs' : 'dependsOn'}`,
      cycle.length === 2
        ? `${cycle[0]} depends on itself`
        : `Components depend on each other in a circle: ${cycle.join(' -> ')}`,
    ),
  ];
}

function takes(component: Component | undefined, from: string | undefined, producers: Producers): boolean {
  if (component === undefined || component.dependsOn.some(name => name === from)) return false;
  return component.inputs?.some(input => producers.get(input.from) === from) === true;
}

/** A circle of a directed graph, its first member repeated at the end, or undefined. Iterative: chains may be thousands long. */
export function findCycle(edges: ReadonlyMap<string, Iterable<string>>): readonly string[] | undefined {
  const done = new Set<string>();
  for (const root of edges.keys()) {
    if (done.has(root)) continue;
    const path: { readonly node: string; readonly rest: Iterator<string> }[] = [];
    const open = new Set<string>();
    const enter = (node: string): void => {
      open.add(node);
      path.push({ node, rest: (edges.get(node) ?? [])[Symbol.iterator]() });
    };
    enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.next();
      if (next.done === true) {
        open.delete(top.node);
        done.add(top.node);
        path.pop();
      } else if (open.has(next.value)) {
        const nodes = path.map(step => step.node);
        return [...nodes.slice(nodes.indexOf(next.value)), next.value];
      } else if (!done.has(next.value)) enter(next.value);
    }
  }
  return undefined;
}
