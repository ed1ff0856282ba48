/** `lateen open`: prints the URL of an application, and shows it in a browser where there is a display. */
import { spawn } from 'node:child_process';
import { OamError } from '../../errors.ts';
import { pathOf, viewOf } from '../answer.ts';
import type { Context } from '../options.ts';
import { print } from '../output.ts';
import type { ExitCode } from '../problems.ts';

export async function open(context: Context, name: string, component: string | undefined): Promise<ExitCode> {
  const app = viewOf(await context.client.request('GET', pathOf('applications', context.namespace, name)));
  const fitting = app.endpoints.filter(each => component === undefined || each.component === component);
  const [first] = fitting;
  if (first === undefined) throw new OamError('NotFound', nowhere(name, component, app.endpoints));
  await print(context.output, { urls: fitting.map(each => ({ ...each })) }, () => fitting.map(({ url }) => url));
  const opener = openerOf(process.platform, process.env);
  if (context.output === 'text' && process.stdout.isTTY && opener !== undefined) await show(opener, first.url);
  return 0;
}

function nowhere(name: string, component: string | undefined, all: readonly { readonly component: string }[]): string {
  if (component === undefined || all.length === 0) {
    return `${name} has no URL: give a component the trait gateway, and see lateen status ${name}.`;
  }
  return `${component} of ${name} has no URL; there is one of ${all.map(each => each.component).join(', ')}.`;
}

/** The program that opens a URL, where a person could see it. */
export function openerOf(
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
): readonly [string, ...string[]] | undefined {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}

/** A browser that does not come is no failure: the URL is there to be clicked. */
function show([program, ...words]: readonly [string, ...string[]], url: string): Promise<void> {
  return new Promise(resolve => {
    const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve());
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}
