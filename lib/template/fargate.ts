/** The pairs of CPU and memory that Fargate sells, and the smallest one that holds a task's containers. */
import { OamError } from '../errors.ts';
import { isList, isObject } from '../json.ts';
import { cpuUnits, mebibytes } from './quantity.ts';

/** CPU units, and memory in MiB: a list, or from the first to the last in steps. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
const pairs: readonly { readonly cpu: number; readonly memory: readonly number[] }[] = [
  { cpu: 256, memory: [512, 1024, 2048] },
  { cpu: 512, memory: steps(1024, 4096, 1024) },
  { cpu: 1024, memory: steps(2048, 8192, 1024) },
  { cpu: 2048, memory: steps(4096, 16_384, 1024) },
  { cpu: 4096, memory: steps(8192, 30_720, 1024) },
  { cpu: 8192, memory: steps(16_384, 61_440, 4096) },
  { cpu: 16_384, memory: steps(32_768, 122_880, 8192) },
];

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, i) => from + i * by);
}

export interface Size {
  readonly cpu: string;
  readonly memory: string;
  /** What it holds: CPU units and MiB. */
  readonly asked: { readonly cpu: number; readonly memory: number };
}

/** What the containers ask for together, rounded up to a pair; texts, as ECS wants them. Containers that ask for nothing count as nothing. */
export function fargateSize(containers: unknown): Size {
  let cpu = 0;
  let memory = 0;
  for (const container of isList(containers) ? containers : []) {
    if (!isObject(container)) continue;
    if (container.cpu !== undefined && container.cpu !== null) cpu += cpuUnits(container.cpu);
    if (container.memory !== undefined && container.memory !== null) memory += mebibytes(container.memory);
  }
  for (const pair of pairs) {
    const held = pair.cpu >= cpu ? pair.memory.find(size => size >= memory) : undefined;
    if (held !== undefined) return { cpu: String(pair.cpu), memory: String(held), asked: { cpu, memory } };
  }
  throw new OamError(
    'Invalid',
    `the containers ask for ${cpu} CPU units and ${memory} MiB together; a Fargate task has at most 16384 and 122880`,
  );
}
