/** Cron as Kubernetes reads it, in EventBridge Scheduler's words. */
import { expect, it } from 'vitest';
import { cronProblem, schedulerCron } from '../../lib/template/cron.ts';

it.each([
  ['0 3 * * *', 'cron(0 3 * * ? *)'],
  ['*/5 * * * *', 'cron(0/5 * * * ? *)'],
  ['5/10 * * * *', 'cron(5/10 * * * ? *)'],
  ['0 9 * * 1-5', 'cron(0 9 ? * MON,TUE,WED,THU,FRI *)'],
  ['0 9 * * 0', 'cron(0 9 ? * SUN *)'],
  ['0 9 * * 7', 'cron(0 9 ? * SUN *)'],
  ['0 9 * * 5-7', 'cron(0 9 ? * SUN,FRI,SAT *)'],
  ['0 9 * * fri', 'cron(0 9 ? * FRI *)'],
  ['0 9 * * 0-6', 'cron(0 9 * * ? *)'],
  ['0 9 * * */2', 'cron(0 9 ? * SUN,TUE,THU,SAT *)'],
  ['0,30 8-18/2 1,15 jan-MAR ?', 'cron(0,30 8,10,12,14,16,18 1,15 1-3 ? *)'],
  ['@daily', 'cron(0 0 * * ? *)'],
  ['@weekly', 'cron(0 0 ? * SUN *)'],
  ['@HOURLY', 'cron(0 * * * ? *)'],
  ['@yearly', 'cron(0 0 1 1 ? *)'],
  ['0 0 29 feb *', 'cron(0 0 29 2 ? *)'],
  ['0 0 */2 */3 *', 'cron(0 0 1/2 1/3 ? *)'],
  ['@every 1h30m', 'rate(90 minutes)'],
  ['@every 1m', 'rate(1 minute)'],
])('%s is %s', (cron, scheduler) => {
  expect(schedulerCron(cron)).toBe(scheduler);
});

it.each([
  ['* * * *', /4 fields/],
  ['60 * * * *', /no minute/],
  ['* 24 * * *', /no hour/],
  ['* * 0 * *', /no day of the month/],
  ['* * * 13 *', /no month/],
  ['* * * * 8', /no day of the week/],
  ['30-10 * * * *', /backwards/],
  ['0 0 1 * 1', /two components/],
  ['x * * * *', /no minute/],
  ['*/0 * * * *', /no minute/],
  ['1-2-3 * * * *', /no minute/],
  ['* * * * * *', /6 fields/],
  ['', /fields/],
  ['@never', /fields/],
  ['@every 30s', /whole minutes/],
  ['TZ=UTC 0 0 * * *', /timezone/],
  ['0 0 L * *', /no day of the month/],
])('%s is refused', (cron, why) => {
  expect(() => schedulerCron(cron)).toThrow(why);
  expect(cronProblem(cron)).toMatch(why);
});

it('has no problem with what it takes', () => {
  expect(cronProblem('0 3 * * *')).toBe('');
});
