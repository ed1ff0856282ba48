/** Cron expressions: five fields as Kubernetes reads them become the six of EventBridge Scheduler. */
import { messageOf, OamError } from '../errors.ts';

const words: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

interface Field {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  readonly names?: readonly string[];
}

const minute: Field = { name: 'minute', first: 0, last: 59 };
const hour: Field = { name: 'hour', first: 0, last: 23 };
const dayOfMonth: Field = { name: 'day of the month', first: 1, last: 31 };
const month: Field = { name: 'month', first: 1, last: 12, names: months };
/** 7 is Sunday too. */
const dayOfWeek: Field = { name: 'day of the week', first: 0, last: 7, names: days };

/**
 * `cron(0 3 ? * MON-FRI *)` for `0 3 * * 1-5`. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * Steps, ranges, lists, names and words such as @daily are taken over; days of the week are numbered from 0 (Sunday) there, from 1 here.
 * Throws OamError Invalid, which says which field is wrong. Both days at once mean "either" in cron, which Scheduler cannot say.
 */
export function schedulerCron(cron: unknown): string {
  const said = String(cron).trim();
  if (said.startsWith('@every')) return rate(said);
  if (/^(CRON_)?TZ=/.test(said)) throw invalid(`${JSON.stringify(said)} names a time zone: say it with timezone`);
  const text = words[said.toLowerCase()] ?? said;
  const fields = text.split(/\s+/);
  const [m = '', h = '', dom = '', mon = '', dow = ''] = fields;
  if (fields.length !== 5)
    throw invalid(`${JSON.stringify(said)} has ${fields.length} fields; a cron expression has five, such as 0 3 * * *`);
  const numbers = [
    checked(m, minute, said),
    checked(h, hour, said),
    checked(dom, dayOfMonth, said),
    checked(mon, month, said),
  ];
  const week = weekdays(dow, said);
  const [min = '', hr = '', date = '', mo = ''] = numbers;
  if (date !== '*' && week !== '*')
    throw invalid(
      `${JSON.stringify(said)} names a day of the month and a day of the week: either would do in cron, and Scheduler cannot say that; make two components of it`,
    );
  return week === '*' ? `cron(${min} ${hr} ${date} ${mo} ? *)` : `cron(${min} ${hr} ? ${mo} ${week} *)`;
}

/** Why `schedulerCron` refuses it, or ''. */
export function cronProblem(cron: unknown): string {
  try {
    schedulerCron(cron);
    return '';
  } catch (error) {
    return messageOf(error);
  }
}

/** `@every 1h30m`, counted from when the schedule is made; Scheduler counts whole minutes. */
function rate(said: string): string {
  const match = /^@every\s+(?:([0-9]{1,5})h)?(?:([0-9]{1,7})m)?(?:0s)?$/.exec(said);
  const minutes = Number(match?.[1] ?? 0) * 60 + Number(match?.[2] ?? 0);
  if (minutes < 1) throw invalid(`${JSON.stringify(said)}: every takes whole minutes here, such as @every 1h30m`);
  return `rate(${minutes} minute${minutes === 1 ? '' : 's'})`;
}

/** The field as it stands, after a look at each part; `?` is `*`. */
function checked(text: string, field: Field, said: string): string {
  if (text === '?' || text === '*') return '*';
  return text
    .split(',')
    .map(part => {
      const { from, to, step } = partOf(part, field, said);
      if (to === undefined) return String(from);
      if (step === undefined) return from === field.first && to === field.last ? '*' : `${from}-${to}`;
      // Scheduler takes steps from a first value to the end of the field; other steps are spelled out.
      if (to === field.last) return `${from}/${step}`;
      return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step).join(',');
    })
    .join(',');
}

/** Every day that is meant, by name: `5-7` runs over the week's end. */
function weekdays(text: string, said: string): string {
  if (text === '?' || text === '*') return '*';
  const meant = new Set<number>();
  for (const part of text.split(',')) {
    const { from, to = from, step = 1 } = partOf(part, dayOfWeek, said);
    for (let day = from; day <= to; day += step) meant.add(day % 7);
  }
  if (meant.size === 7) return '*';
  return [...meant]
    .sort((a, b) => a - b)
    .map(day => days[day])
    .join(',');
}

function partOf(
  part: string,
  field: Field,
  said: string,
): { readonly from: number; readonly to: number | undefined; readonly step: number | undefined } {
  const [range = '', every, ...more] = part.split('/');
  const step = every === undefined ? undefined : numberIn(every, { ...field, first: 1, names: [] }, said);
  const [low = '', high, ...rest] = range.split('-');
  if (more.length > 0 || rest.length > 0) throw invalid(`${JSON.stringify(said)}: ${part} is no ${field.name}`);
  const last = field === dayOfWeek ? 6 : field.last;
  if (range === '*') return { from: field.first, to: last, step };
  const from = numberIn(low, field, said);
  // 5/10 is 5-59/10.
  const to = high === undefined ? (step === undefined ? undefined : last) : numberIn(high, field, said);
  if (to !== undefined && to < from) throw invalid(`${JSON.stringify(said)}: ${part} runs backwards`);
  return { from, to, step };
}

function numberIn(text: string, field: Field, said: string): number {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  const number = named >= 0 ? named + (field.names === months ? 1 : 0) : /^[0-9]{1,2}$/.test(text) ? Number(text) : -1;
  if (number >= field.first && number <= field.last) return number;
  throw invalid(
    `${JSON.stringify(said)}: ${JSON.stringify(text)} is no ${field.name}; they go from ${field.first} to ${field.last}`,
  );
}

function invalid(message: string): OamError {
  return new OamError('Invalid', message);
}
