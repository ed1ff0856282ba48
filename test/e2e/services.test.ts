/** A service that the emulator lacks: planned, named and not made without it, made with it. The same example both ways. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installation, startInstallation } from './harness/installation.ts';

const file = 'examples/03-alarms-and-scaling/app.yaml';
const at = '/apis/core.oam.dev/v1beta1/namespaces/default/applications/quotes';
const scaling = ['AWS::ApplicationAutoScaling::ScalableTarget', 'AWS::ApplicationAutoScaling::ScalingPolicy'];

interface Seen {
  readonly phases: Readonly<Record<string, string>>;
  readonly emulated: string | undefined;
}

async function up(lateen: Installation): Promise<Seen> {
  const ran = await lateen.cli('up', file);
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  const { status } = (await lateen.api('GET', at)).body;
  const applied: { kind: string; phase: string }[] = status.appliedResources;
  const conditions: { type: string; status: string }[] = status.conditions;
  return {
    phases: Object.fromEntries(applied.map(({ kind, phase }) => [kind, phase])),
    emulated: conditions.find(condition => condition.type === 'Emulated')?.status,
  };
}

describe.each([
  ['without Application Auto Scaling', false, 'NotEmulated'],
  ['with it', true, 'Ready'],
] as const)('%s', (_, allServices, phase) => {
  let lateen: Installation;
  beforeAll(async () => {
    lateen = await startInstallation({ allServices });
  });
  afterAll(() => lateen?.stop());

  it(`runs the example, with what scales ${phase}`, async () => {
    const before = await lateen.list();
    const { phases, emulated } = await up(lateen);
    for (const type of scaling) expect(phases[type]).toBe(phase);
    expect(phases['AWS::CloudWatch::Alarm']).toBe('Ready');
    expect(emulated === 'False').toBe(!allServices);
    const toAas = lateen.proxy.calls.filter(call => call.service === 'application-autoscaling');
    expect(toAas).toEqual([]);
    const gone = await lateen.cli('delete', 'quotes');
    expect(gone.code, gone.stdout + gone.stderr).toBe(0);
    expect(await lateen.list()).toEqual(before);
  });
});
