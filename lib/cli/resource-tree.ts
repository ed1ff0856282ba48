/** An application as a tree for a terminal: its components, their traits, and what each made. */
import { textOf } from '../json.ts';
import type { AppResource, AppView } from './answer.ts';
import { brief, paint } from './output.ts';
import { markOf } from './progress.ts';

interface Branch {
  readonly text: string;
  readonly children: readonly Branch[];
}

/** Shared resources come last: they are no component's. */
export function treeLines(app: AppView): string[] {
  const services = new Map(app.services.map(service => [textOf(service.name), service]));
  const own = [...new Set([...services.keys(), ...app.resources.map(row => row.component)])].filter(isNamed);
  const shared = app.resources.filter(row => !isNamed(row.component));
  const branches = own.map(component => {
    const rows = app.resources.filter(row => row.component === component);
    const service = services.get(component);
    return { text: titleOf(component, service), children: branchesOf(rows) };
  });
  if (shared.length > 0) branches.push({ text: paint('bold', 'shared'), children: branchesOf(shared) });
  return branches.flatMap(branch => [branch.text, ...drawn(branch.children, '')]);
}

function isNamed(part: string): boolean {
  return part !== '' && part !== '-';
}

function titleOf(component: string, service: AppView['services'][number] | undefined): string {
  const name = paint('bold', component);
  if (service === undefined) return name;
  const health = service.healthy === true ? paint('green', 'healthy') : paint('yellow', 'not healthy');
  const message = brief(textOf(service.message));
  return `${name}  ${health}${message === '' ? '' : `  ${message}`}`;
}

/** Of one component: its own resources, then a branch for each trait that made some. */
function branchesOf(rows: readonly AppResource[]): Branch[] {
  const traits = [...new Set(rows.map(row => row.trait))].filter(isNamed);
  return [
    ...rows.filter(row => !isNamed(row.trait)).map(leafOf),
    ...traits.map(trait => ({ text: trait, children: rows.filter(row => row.trait === trait).map(leafOf) })),
  ];
}

function leafOf(row: AppResource): Branch {
  const phase = row.phase === 'Ready' ? '' : `  ${row.phase}${row.message === '' ? '' : `: ${brief(row.message)}`}`;
  return { text: `${markOf(row.phase)} ${row.type}  ${paint('dim', row.name)}${phase}`, children: [] };
}

function drawn(branches: readonly Branch[], indent: string): string[] {
  return branches.flatMap(({ text, children }, i) => {
    const last = i === branches.length - 1;
    return [`${indent}${last ? '└─' : '├─'} ${text}`, ...drawn(children, `${indent}${last ? '   ' : '│  '}`)];
  });
}
