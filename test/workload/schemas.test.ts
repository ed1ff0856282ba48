/** The workloads' schemas: what they take, what they refuse, and the marks that the engine reads. */
import { describe, expect, it } from 'vitest';
import { workloadCheck } from '../../lib/definition/schema.ts';
import { isList, isObject, type Json, type JsonObject, objectOf } from '../../lib/json.ts';
import { workloads } from '../../lib/workload/workloads.ts';

const ref = { $ref: ['row', 'Arn'] };
const blob = { blob: 'a'.repeat(64) };
const fn = { code: blob, runtime: 'nodejs24.x', handler: 'index.handler' };
const box = { containers: [{ name: 'web', image: 'nginx' }] };

function pointers(type: string, workload: JsonObject): string[] {
  return workloadCheck(workloads.get(type) ?? {})(workload).map(issue => issue.pointer);
}

describe('takes', () => {
  it.each<[string, JsonObject]>([
    ['function', fn],
    [
      'function',
      { ...fn, code: { s3: { bucket: 'b', key: 'k' } }, env: [{ name: 'A', value: ref }], layers: ['arn:layer'] },
    ],
    ['function', { ...fn, grants: [{ id: 'a', actions: ['s3:GetObject'], resources: [ref, 'arn:x'] }] }],
    ['function', { ...fn, concurrency: { reserved: 0, provisioned: { $initial: 2 } }, scaledBy: 'scaler' }],
    ['container', box],
    ['container', { ...box, replicas: { $initial: 2 } }],
    ['container', { ...box, replicas: 0, volumes: [{ name: 'tmp', type: 'emptyDir' }] }],
    [
      'container',
      {
        containers: [
          {
            name: 'web',
            image: 'nginx',
            cpu: '500m',
            memory: '1Gi',
            env: [{ name: 'A', value: { $join: ['a', ref] } }],
            ports: [{ port: 80, expose: true }],
          },
        ],
      },
    ],
  ])('%s %j', (type, workload) => {
    expect(pointers(type, workload)).toEqual([]);
  });
});

describe('refuses', () => {
  it.each<[string, JsonObject, string]>([
    ['function', { ...fn, memory: 64 }, '/memory'],
    ['function', { ...fn, memory: '128' }, '/memory'],
    ['function', { ...fn, handler: ref }, '/handler'],
    ['function', { ...fn, env: [{ name: ref, value: 'x' }] }, '/env/0/name'],
    ['function', { ...fn, concurrency: { provisioned: 0 } }, '/concurrency/provisioned'],
    ['container', { ...box, replicas: -1 }, '/replicas'],
    [
      'container',
      { containers: [{ name: 'web', image: 'nginx', ports: [{ port: 70_000 }] }] },
      '/containers/0/ports/0/port',
    ],
    ['container', { containers: [] }, '/containers'],
  ])('%s %j', (type, workload, at) => {
    expect(pointers(type, workload)).toContain(at);
  });

  it.each<[string, JsonObject]>([
    ['function', { code: blob, runtime: 'x' }],
    ['function', { ...fn, timeouts: 3 }],
    ['function', { ...fn, code: {} }],
    ['function', { ...fn, code: { ...blob, s3: { bucket: 'b', key: 'k' } } }],
    ['container', {}],
    ['container', { containers: [{ name: 'web' }] }],
    ['container', { containers: [{ name: 'web', image: 'x', nmae: 'y' }] }],
  ])('%s %j', (type, workload) => {
    expect(pointers(type, workload)).not.toEqual([]);
  });
});

/** Each list with a key, with the schema of its entries. */
function keyedLists(schema: Json): JsonObject[] {
  if (isList(schema)) return schema.flatMap(keyedLists);
  if (!isObject(schema)) return [];
  return [...(schema['x-list-key'] === undefined ? [] : [schema]), ...Object.values(schema).flatMap(keyedLists)];
}

it.each([...workloads.keys()])('requires the key of every keyed list in %s', type => {
  const lists = keyedLists(workloads.get(type) ?? {});
  expect(lists.length).toBeGreaterThan(1);
  for (const list of lists) expect(objectOf(list.items).required).toContain(list['x-list-key']);
});
