import { expect, test } from 'vitest';
import { definePlugin, defineSchedule, defineTask } from '@nimbusvault/sdk';
import { z } from 'zod';
import { checkTimes, dueAt, nextAfter } from './times.ts';

const berlin = (cron: string) => ({ cron, timeZone: 'Europe/Berlin' });

function timesOf(cron: string, since: string, count: number): readonly (string | undefined)[] {
  const times: (Date | undefined)[] = [];
  for (let at: Date | undefined = new Date(since); times.length < count && at; times.push(at))
    at = nextAfter(berlin(cron), at);
  return times.map((at) => at?.toISOString());
}

const onTheHour = '30 * * * *';
const atNight = '30 2 * * *';

test.each([
  [
    'a time that does not exist comes when the clock has jumped over it',
    atNight,
    '2026-03-28T12:00',
    '03-29T01:00 03-30T00:30',
  ],
  [
    'a time that exists twice comes once, the first time',
    atNight,
    '2026-10-24T12:00',
    '10-25T00:30 10-26T01:30',
  ],
  [
    'each hour comes, in the hour that exists twice as well',
    onTheHour,
    '2026-10-24T23:45',
    '10-25T00:30 10-25T01:30 10-25T02:30',
  ],
  [
    'no hour comes for the one that does not exist',
    onTheHour,
    '2026-03-29T00:00',
    '03-29T00:30 03-29T01:30 03-29T02:30',
  ],
])('%s', (...[, cron, since, times]) => {
  const expected = times.split(' ').map((time) => `2026-${time}:00.000Z`);
  expect(timesOf(cron, `${since}Z`, expected.length)).toEqual(expected);
});

const at = (time: string) => new Date(`2026-03-${time}Z`);
const nightly = { ...berlin('0 3 * * *'), missed: 'once' } as const;

test('a time is due from its own second on, and once', () => {
  expect(dueAt(nightly, at('01T12:00:00'), at('02T01:59:59.999'))).toBeUndefined();
  expect(dueAt(nightly, at('01T12:00:00'), at('02T02:00:00.000'))).toEqual({
    at: at('02T02:00:00'),
    fires: true,
  });
  expect(dueAt(nightly, at('02T02:00:00'), at('02T02:00:01'))).toBeUndefined();
});

test('after an outage the last of the missed times is settled, and fires if it is declared so', () => {
  const [settled, now] = [at('01T12:00:00'), at('09T12:00:00')];
  expect(dueAt(nightly, settled, now)).toEqual({ at: at('09T02:00:00'), fires: true });
  expect(dueAt({ ...nightly, missed: 'skip' }, settled, now)).toEqual({
    at: at('09T02:00:00'),
    fires: false,
  });
});

test('a minute late is not missed', () => {
  const skipping = { ...nightly, missed: 'skip' } as const;
  expect(dueAt(skipping, at('01T12:00:00'), at('02T02:01:00'))).toMatchObject({ fires: true });
  expect(dueAt(skipping, at('01T12:00:00'), at('02T02:01:01'))).toMatchObject({ fires: false });
});

test('the last time is the one that a walk from time to time finds, in every zone and around every change of the clock', () => {
  const zones = ['Europe/Berlin', 'Australia/Lord_Howe'];
  const days = ['2026-03-28', '2026-10-24', '2026-04-04', '2026-10-03'];
  for (const timeZone of zones)
    for (const cron of [atNight, '*/30 2 * * *', '15 * * * *', '59 1,2 * * 0'])
      for (const day of days) {
        const times = { cron, timeZone, missed: 'once' } as const;
        const { found, walked } = walk(times, new Date(day));
        expect({ times, found }).toEqual({ times, found: walked });
      }
});

function walk(times: Parameters<typeof dueAt>[0], begin: Date) {
  const [found, walked]: (Date | undefined)[][] = [[], []];
  let last: Date | undefined;
  let next = nextAfter(times, begin);
  for (let now = begin.getTime(); now < begin.getTime() + 48 * 3_600_000; now += 29 * 60_000) {
    while (next && next.getTime() <= now) [last, next] = [next, nextAfter(times, next)];
    walked?.push(last);
    found?.push(dueAt(times, begin, new Date(now))?.at);
  }
  return { found, walked };
}

const tick = defineTask('tick', 1, { payload: z.object({ scheduledFor: z.string() }), run: async () => {} });

test.each([
  ['61 * * * *', 'UTC', /the schedule "nightly" has the invalid cron expression "61 \* \* \* \*": .*minute/],
  ['* * * * * *', 'UTC', /give minute, hour, day, month and weekday/],
  ['@daily', 'UTC', /give minute, hour, day/],
  ['0 0 31 2 *', 'UTC', /never comes/],
  ['0 3 * * *', 'Mars/Phobos', /the time zone "Mars\/Phobos", which does not exist/],
  ['0 3 * * *', '+02:00', /name one of IANA/],
])('%s in %s is refused', (cron, timeZone, why) => {
  const schedules = [defineSchedule('nightly', { cron, timeZone }, tick)];
  const plugin = definePlugin({ name: 'Night', tasks: [tick], schedules });
  expect(() => checkTimes(plugin)).toThrow(why);
});
