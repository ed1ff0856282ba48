/** `lateen status`: one application: phase, what holds it up, URLs, services and resources. */
import { textOf } from '../../json.ts';
import { type AppView, ownerOf, pathOf, viewOf } from '../answer.ts';
import type { Context } from '../options.ts';
import { age, brief, paint, print, table } from '../output.ts';
import type { ExitCode } from '../problems.ts';
import { causeLines, endpointLines, shortfalls } from '../report.ts';
import { treeLines } from '../resource-tree.ts';

export async function status(context: Context, name: string): Promise<ExitCode> {
  const object = await context.client.request('GET', pathOf('applications', context.namespace, name));
  await print(context.output, object, () => describe(viewOf(object)));
  return 0;
}

function describe(app: AppView): string[] {
  const behind = app.observedGeneration === app.generation ? '' : `, generation ${app.generation} not yet looked at`;
  const revision = app.revision === 0 ? 'none yet' : `v${app.revision}`;
  return [
    `${paint('bold', app.name)} in ${app.namespace}: ${paint(colourOf(app), app.phase)}`,
    `  revision ${revision}, generation ${app.observedGeneration}${behind}, created ${age(app.created)} ago`,
    ...[...causeLines(app), ...deadlineLines(app), ...shortfalls(app)].map(line => `  ${line}`),
    ...section('URLs', endpointLines(app)),
    // A tree for eyes; columns for programs.
    ...(process.stdout.isTTY
      ? section('Components', treeLines(app))
      : [...section('Services', serviceLines(app)), ...section('Resources', resourceLines(app))]),
  ];
}

function colourOf(app: AppView): 'green' | 'red' | 'yellow' {
  if (app.phase === 'running') return 'green';
  return app.phase === 'workflowFailed' || app.phase === 'unhealthy' ? 'red' : 'yellow';
}

function deadlineLines(app: AppView): string[] {
  return app.deadline === '' ? [] : [`Until: ${app.deadline}`];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function serviceLines(app: AppView): string[] {
  const width = Math.max(0, ...app.services.map(service => textOf(service.name).length));
  return app.services.map(service => {
    const state = service.healthy === true ? 'healthy' : 'not healthy';
    const message = brief(textOf(service.message));
    return `  ${textOf(service.name).padEnd(width)}  ${state}${message === '' ? '' : `  ${message}`}`;
  });
}

function resourceLines(app: AppView): string[] {
  if (app.resources.length === 0) return [];
  const rows = app.resources.map(row => [
    ownerOf(row),
    row.type,
    row.phase,
    row.name,
    row.phase === 'Ready' ? '' : brief(row.message),
  ]);
  return table(['COMPONENT', 'TYPE', 'PHASE', 'NAME', 'MESSAGE'], rows).map(line => `  ${line}`);
}
