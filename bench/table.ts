/** The figures, their goals, and how both are shown. */

/** By name; times in the unit that the name says. */
export type Figures = Readonly<Record<string, number>>;

export interface Goal {
  readonly figure: string;
  readonly what: string;
  readonly atMost: (figures: Figures) => number | undefined;
}

/** What is measured without a goal of its own stands here too. */
const goals: readonly Goal[] = [
  { figure: 'planCpuMs1', what: 'plan of 1 component, warm (ms CPU)', atMost: none },
  { figure: 'planCpuMs100', what: 'plan of 100 components, warm (ms CPU)', atMost: none },
  { figure: 'planCpuMs1000', what: 'plan of 1,000 components, warm (ms CPU)', atMost: () => 100 },
  {
    figure: 'planCpuMs1000Containers',
    what: 'plan of 1,000 services with gateway and cpuscaler, warm (ms CPU)',
    atMost: () => 150,
  },
  { figure: 'planCpuMs1000ContainersFirst', what: '... first in a process (ms CPU)', atMost: none },
  { figure: 'planRssMb1000Containers', what: '... peak memory (MB)', atMost: none },
  { figure: 'planCpuMs1First', what: 'plan of 1 component, first in a process (ms CPU)', atMost: none },
  { figure: 'planCpuMs1000First', what: 'plan of 1,000 components, first in a process (ms CPU)', atMost: () => 400 },
  { figure: 'planRssMb1000', what: 'peak memory of that process, Node included (MB)', atMost: none },
  { figure: 'planRssMb1000Start', what: '... of it before the first plan, inputs loaded (MB)', atMost: none },
  { figure: 'bundleGzipBytes', what: 'reconciler bundle, all files gzipped (bytes)', atMost: none },
  { figure: 'bundleRatio', what: '... beside the bare SDK clients (times)', atMost: () => 1.3 },
  { figure: 'initMs', what: 'import of the bundle in a fresh process (ms)', atMost: none },
  { figure: 'initMsOverBare', what: '... over that of the bare clients (ms)', atMost: () => 70 },
  {
    figure: 'callsCreatePerResource',
    what: 'calls to create, per resource (goal: 1.2, and one wait read per function)',
    atMost: ({ createFunctions = 0, createResources = 1 }) => 1.2 + createFunctions / createResources,
  },
  { figure: 'callsCreateOwnPerResource', what: '... to our own table, queues, bucket, per resource', atMost: none },
  { figure: 'callsNoop', what: 'calls when nothing is to be done', atMost: () => 0 },
  { figure: 'callsNoopOwn', what: '... to our own', atMost: none },
  { figure: 'callsOneChange', what: 'calls to change one resource', atMost: () => 3 },
  { figure: 'callsOneChangeOwn', what: '... to our own', atMost: none },
  { figure: 'callsCodeChange', what: 'calls to change code', atMost: () => 5 },
  { figure: 'callsCodeChangeOwn', what: '... to our own', atMost: none },
  { figure: 'containerServices', what: 'services with gateway and cpuscaler, created together', atMost: none },
  {
    figure: 'callsCreatePerContainerResource',
    what: 'calls to create them, per resource (goal: 1.2, and one wait read per service)',
    atMost: ({ containerServices = 0, containerResources = 1 }) => 1.2 + containerServices / containerResources,
  },
  { figure: 'callsCreateOwnPerContainerResource', what: '... to our own', atMost: none },
  { figure: 'callsNoopContainers', what: 'calls for them when nothing is to be done', atMost: () => 0 },
  { figure: 'callsOneChangeContainers', what: 'calls to change one image among them', atMost: none },
  { figure: 'callsOneChangeOwnContainers', what: '... to our own', atMost: none },
  { figure: 'cliStartMs', what: 'start of the command, --version and ls --help (ms)', atMost: () => 120 },
  { figure: 'upUnchangedSeconds', what: 'lateen up with local code, nothing changed (s)', atMost: () => 0.5 },
  { figure: 'eventToAnswerSeconds', what: 'put in S3 to the new answer (s)', atMost: none },
  { figure: 'postToAnswerSeconds', what: 'POST of a new application to its answer (s)', atMost: () => 2 },
];

function none(): undefined {
  return undefined;
}

/** One line for each figure that was measured. */
export function tableOf(figures: Figures): string {
  const rows = goals.flatMap(({ figure, what, atMost }) => {
    const value = figures[figure];
    if (value === undefined) return [];
    const goal = atMost(figures);
    const verdict = goal === undefined ? '' : value <= goal ? 'met' : 'missed';
    return [[what, shown(value), goal === undefined ? '' : `<= ${shown(goal)}`, verdict]];
  });
  const all = [['figure', 'measured', 'goal', ''], ...rows];
  const widths = [0, 1, 2].map(i => Math.max(...all.map(row => row[i]?.length ?? 0)));
  return all
    .map(row =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n');
}

/** Three digits are as much as such measurements say. */
function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}

/** For results.json: no more digits than the clocks have. */
export function rounded(figures: Figures): Figures {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toPrecision(6))]));
}
