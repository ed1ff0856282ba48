/** Quantities as people write them: CPU (`500m`, `0.5`, 1) in ECS units, memory (`512Mi`, `512M`, bytes) in MiB. */
import { OamError } from '../errors.ts';

const pattern = /^([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]([+-]?[0-9]{1,2}))?(m|k|K|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/;
const suffixes: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** ECS units of CPU, 1024 to a vCPU, rounded up. */
export function cpuUnits(quantity: unknown): number {
  return Math.ceil(round(amount(quantity) * 1024));
}

/** MiB, rounded up. */
export function mebibytes(quantity: unknown): number {
  return Math.ceil(round(amount(quantity) / 2 ** 20));
}

function amount(quantity: unknown): number {
  const match = pattern.exec(typeof quantity === 'string' ? quantity.trim() : String(quantity));
  const value =
    match === null ? Number.NaN : Number(`${match[1]}e${match[2] ?? '0'}`) * (suffixes[match[3] ?? ''] ?? 1);
  if (Number.isFinite(value)) return value;
  throw new OamError(
    'Invalid',
    `${JSON.stringify(String(quantity))} is not a quantity such as 500m, 0.5, 512Mi or 1Gi`,
  );
}

/** 0.1 * 3 is not a little more than 0.3. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
