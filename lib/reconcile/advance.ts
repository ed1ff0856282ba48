/** Step advance: which components this run brings up to date. Without a workflow: all of them, in the order of dependsOn. Pure. */
import type { Appfile } from './appfile.ts';

export interface Selection {
  /** Component names, those that others depend on first. */
  readonly components: readonly string[];
}

/** Resolve has refused cycles and unknown names already: every component is selected, each after those it depends on. */
export function advance(appfile: Appfile): Selection {
  const byName = new Map(appfile.components.map(component => [component.name, component]));
  const ordered = new Set<string>();
  const visit = (name: string): void => {
    if (ordered.has(name)) return;
    for (const needed of byName.get(name)?.dependsOn ?? []) visit(needed);
    ordered.add(name);
  };
  for (const component of appfile.components) visit(component.name);
  return { components: [...ordered] };
}

/** The Appfile with only what was selected, in that order. */
export function select(appfile: Appfile, selection: Selection): Appfile {
  const byName = new Map(appfile.components.map(component => [component.name, component]));
  return { ...appfile, components: selection.components.flatMap(name => byName.get(name) ?? []) };
}
