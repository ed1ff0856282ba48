/** `lateen exec`: runs a command in a container, by the Session Manager plugin of the AWS CLI. */
import { spawn, spawnSync } from 'node:child_process';
import { OamError } from '../../errors.ts';
import { type JsonObject, textOf } from '../../json.ts';
import { pathOf } from '../answer.ts';
import type { Context } from '../options.ts';
import type { ExitCode } from '../problems.ts';

export interface ExecOptions {
  readonly component?: string | undefined;
  readonly container?: string | undefined;
}

const plugin = 'session-manager-plugin';

export async function exec(
  context: Context,
  name: string,
  command: readonly string[],
  { component, container }: ExecOptions,
): Promise<ExitCode> {
  const wish = { ...(component === undefined ? {} : { component }), ...(container === undefined ? {} : { container }) };
  // Asked first: what cannot be entered at all needs no plugin.
  const session = await context.client.request('POST', pathOf('applications', context.namespace, name, 'exec'), {
    text: JSON.stringify({ ...wish, command: command.length === 0 ? ['sh'] : command }),
    type: 'application/json',
  });
  if (!pluginInstalled()) {
    const message = `This machine has no ${plugin}, which opens sessions in containers. Install it: ${pluginAddress}`;
    throw new OamError('BadRequest', message);
  }
  return await enter(session);
}

export const pluginAddress =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html';

export function pluginInstalled(): boolean {
  return spawnSync(plugin, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** As the AWS CLI calls it: session, region, what it answers, profile, what was asked, endpoint. */
function enter(session: JsonObject): Promise<ExitCode> {
  const { sessionId = '', streamUrl = '', tokenValue = '', target = '' } = session;
  const region = textOf(session.region);
  const words = [
    JSON.stringify({ SessionId: sessionId, StreamUrl: streamUrl, TokenValue: tokenValue }),
    region,
    'StartSession',
    '',
    JSON.stringify({ Target: target }),
    `https://ssm.${region}.amazonaws.com`,
  ];
  // Ctrl-C is for the program in the container.
  const ignore = (): void => {};
  process.on('SIGINT', ignore);
  return new Promise((resolve, reject) => {
    const child = spawn(plugin, words, { stdio: 'inherit' });
    child.once('error', reject);
    child.once('close', code => {
      process.off('SIGINT', ignore);
      resolve(code === 0 ? 0 : 1);
    });
  });
}
