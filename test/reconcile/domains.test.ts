/** The condition DomainReady: what a name that an application is to answer at still lacks. */
import { expect, test } from 'vitest';
import { type JsonObject, listOf, objectOf, textOf } from '../../lib/json.ts';
import { fn, gateway } from './applications.ts';
import { running } from './running.ts';
import { code, createWorld, functions } from './world.ts';

const certificate = 'arn:aws:acm:us-east-1:000000000000:certificate/1';
function at(domain: string): JsonObject {
  const properties = { http: { '/': 80 }, ...(domain === '' ? {} : { domain }) };
  const web = fn('web', [gateway(properties)], { code: { blob: code('web') } });
  return { ...functions({}), spec: { components: [web] } };
}

async function conditionOf(domain: string, certificates: JsonObject): Promise<JsonObject | undefined> {
  const world = await createWorld({ environment: { certificates } });
  await running(world, at(domain));
  const { conditions } = await world.status();
  return listOf(conditions)
    .map(objectOf)
    .find(one => one.type === 'DomainReady');
}

test('a name without a certificate is not ready, and the steps that make it so are said', async () => {
  const condition = await conditionOf('shop.example.com', {});
  expect(condition).toMatchObject({ status: 'False', reason: 'NoCertificate' });
  for (const step of ['shop.example.com', 'ACM', 'CNAME']) expect(textOf(condition?.message)).toContain(step);
});

test('a name with a certificate is ready, and DNS is left to its owner', async () => {
  const condition = await conditionOf('shop.example.com', { 'shop.example.com': certificate });
  expect(condition).toMatchObject({ status: 'True', reason: 'Certified' });
  expect(textOf(condition?.message)).toContain('RegionalDomainName');
});

test('where no name was asked for, nothing is said of one', async () => {
  expect(await conditionOf('', {})).toBeUndefined();
});
