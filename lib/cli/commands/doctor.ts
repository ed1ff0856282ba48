/** `lateen doctor`: what is missing on this machine or in this account, and what to do about each. */

import type { Finding } from '../doctor/finding.ts';
import { lookAtInstallation } from '../doctor/installation.ts';
import { lookAtMachine } from '../doctor/machine.ts';
import type { Context } from '../options.ts';
import { paint, print } from '../output.ts';
import type { ExitCode } from '../problems.ts';
import { awsRegion } from '../sign.ts';

/** Ends with 1 where something is missing without which nothing works. */
export async function doctor(context: Context, version: string): Promise<ExitCode> {
  const local = awsRegion(context.client.api.url) === undefined;
  const findings = [...(await lookAtMachine(local)), ...(await lookAtInstallation(context.client, version))];
  await print(context.output, { findings: findings.map(finding => ({ ...finding })) }, () => findings.flatMap(linesOf));
  return findings.some(finding => finding.state === 'missing') ? 1 : 0;
}

function linesOf({ what, state, says, todo }: Finding): string[] {
  const head = `${markOf(state)} ${what}: ${says}`;
  return todo === undefined ? [head] : [head, `    ${todo}`];
}

function markOf(state: Finding['state']): string {
  if (state === 'ok') return paint('green', 'ok     ');
  return state === 'lacks' ? paint('yellow', 'lacks  ') : paint('red', 'missing');
}
