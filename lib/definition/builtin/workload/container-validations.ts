/** What is said of containers when they are lowered: what Fargate sells and costs, and what an emulator does not perform. */
import type { JsonObject } from '../../../json.ts';

/** A word of `environment.emulatorIgnores`, when it matters, and what it means. */
const ignored: readonly (readonly [string, string, string])[] = [
  [
    'entryPoint',
    'all.exists(c, has(c.command))',
    'cmd is given to the entry point of the image and does not replace it',
  ],
  ['limits', 'all.exists(c, has(c.cpu) || has(c.memory) || has(c.memoryLimit))', 'cpu and memory are not limited'],
  ['user', 'all.exists(c, has(c.user))', 'containers run as the user of their image'],
  ['workingDirectory', 'all.exists(c, has(c.workingDir))', 'containers start in the directory of their image'],
  ['healthCheck', 'size(checks) > 0', 'probes are not performed'],
  ['dependsOn', 'size(inits) > 0', 'init containers and the others start together'],
  ['stopTimeout', 'all.exists(c, has(c.stopTimeout))', 'the time to stop is the engine’s'],
  ['volumes', 'size(volumes) > 0', 'volumes are not mounted'],
  ['sharedLocalhost', 'size(all) > 1', 'the containers of a task do not share localhost'],
  [
    'capabilities',
    'all.exists(c, has(c.capabilities) || has(c.readOnlyRootFilesystem))',
    'capabilities and file systems are as the engine gives them',
  ],
  ['exec', 'workload.?exec.orValue(false)', 'no commands can be run in containers'],
  ['names', 'ports.exists(p, p.reached && !p.public)', 'names of components lead nowhere'],
  ['schedule', 'run == "scheduled"', 'schedules are recorded and start nothing'],
];

/** `lost`: what the application asks for and the emulator does not do. On AWS nothing is looked at. */
export const emulatorLet: JsonObject = {
  lost: {
    $if: 'size(ignored) > 0',
    $value: ignored.map(([word, when, message]) => ({ $if: `"${word}" in ignored && ${when}`, $value: message })),
  },
};

export const sizeValidations: readonly JsonObject[] = [
  {
    if: 'size.rounded',
    severity: 'warning',
    code: 'RoundedUp',
    message:
      'The containers ask for ${string(size.askedCpu)} CPU units and ${string(size.askedMemory)} MiB; the nearest that Fargate sells is ${size.cpu} and ${size.memory}',
    hint: '1024 CPU units are one vCPU',
  },
  {
    if: 'all.exists(c, has(c.memoryLimit) && quantity.memory(c.memoryLimit) > int(size.memory))',
    severity: 'warning',
    code: 'Adapted',
    message:
      'A memory limit is more than the ${size.memory} MiB of the task: nothing on Fargate takes more than it asks for',
    hint: 'memory says how much there is',
  },
  {
    if: 'size(all) + size(beside) + (has(workload.schedule) && has(workload.schedule.deadline) ? 1 : 0) > 10',
    code: 'NotOnAws',
    message: 'A task has at most 10 containers, those that probe by HTTP and TCP among them',
  },
  {
    if: 'has(workload.taskRole) && size(grants) > 0',
    code: 'InvalidParameter',
    message: 'The component has a role that exists, and grants that would be written into a role of its own',
    hint: 'Take the service account or the links away',
  },
];

export const costValidations: readonly JsonObject[] = [
  {
    if: 'environment.ingress != "local" && run == "service"',
    severity: 'warning',
    code: 'Costs',
    message:
      'Each task costs as long as it is there: ${size.cpu} CPU units and ${size.memory} MiB on Fargate${balanced ? ", and a load balancer" : ""}',
  },
  {
    if: 'environment.ingress != "local" && size(claims) > 0',
    severity: 'warning',
    code: 'Costs',
    message: 'EFS costs for what is stored in it',
  },
];

export const emulatorValidations: readonly JsonObject[] = [
  {
    if: 'environment.?containers.orValue("run") != "run"',
    severity: 'warning',
    code: 'NotEmulated',
    message: 'Containers are recorded and not run: ${environment.containers}',
  },
  {
    if: 'size(ignored) > 0 && size(lost) > 0',
    severity: 'warning',
    code: 'NotEmulated',
    message: 'The emulator does less than AWS: ${lost.join("; ")}',
  },
];
