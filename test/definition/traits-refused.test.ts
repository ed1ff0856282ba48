/** The traits: what each refuses at its place, and which fit together, on what. */
import { describe, expect, it } from 'vitest';
import { at, type JsonObject, objectOf } from '../../lib/json.ts';
import { application, fn } from '../reconcile/applications.ts';
import { errorsOf, on, trait, traits, world } from './judged.ts';

describe('refuses at its place', () => {
  it.each<[string, JsonObject, string, string]>([
    ['securitycontext', { privileged: true }, 'NotOnAws', '/privileged'],
    ['securitycontext', { containers: [{ privileged: true }] }, 'NotOnAws', '/containers/0/privileged'],
    ['storage', { secret: [{ name: 's', stringData: { k: 'v' } }] }, 'NotOnAws', '/secret/0/stringData'],
    ['storage', { secret: [{ name: 's', mountPath: '/s' }] }, 'NotOnAws', '/secret/0/mountPath'],
    ['storage', { hostPath: [{ name: 'h', path: '/', mountPath: '/h' }] }, 'NotOnAws', '/hostPath'],
    ['storage', { pvc: [{ name: 'p', mountPath: '/p', subPath: 'a' }] }, 'NotOnAws', '/pvc/0/subPath'],
    [
      'pvc',
      { claimName: 'c', volumesToMount: [{ name: 'p', devicePath: '/d', mountPath: '/p' }] },
      'NotOnAws',
      '/volumesToMount/0/devicePath',
    ],
    ['hpa', { podCustomMetrics: [{ name: 'm', value: '1' }] }, 'NotOnAws', '/podCustomMetrics'],
    ['hpa', { cpu: { type: 'AverageValue', value: 5 } }, 'NotOnAws', '/cpu/type'],
    ['lifecycle', { postStart: { exec: { command: ['a'] } } }, 'NotOnAws', '/postStart'],
    ['gateway', { http: { '/': 80 }, existingServiceName: 's' }, 'NotForWorkload', '/existingServiceName'],
    ['gateway', { http: { '/a(.*)': 80 } }, 'InvalidParameter', '/http/~1a(.*)'],
    ['json-patch', { operations: [{ op: 'remove', path: '/spec/replicas' }] }, 'NotOnAws', '/operations'],
    ['json-patch', { operations: [{ op: 'remove', path: '/nothing' }] }, 'InvalidParameter', '/operations'],
    ['json-merge-patch', { spec: { replicas: 2 } }, 'NotOnAws', ''],
    ['env', { env: { A: '1' }, containerName: 'nobody' }, 'UnknownContainer', ''],
    ['command', { comand: ['a'] }, 'UnknownParameter', '/comand'],
    ['service-account', { name: 'x', privileges: [{ verbs: ['get'] }] }, 'NotOnAws', '/privileges'],
  ])('%s %j', (type, properties, code, pointer) => {
    const document = application(on('webservice', 'a', {}, trait(type, properties)));
    expect(errorsOf(document)).toContain(`${code} /spec/components/0/traits/0/properties${pointer}`);
    const found = world.judge(document).issues.filter(issue => issue.code === 'NotOnAws');
    expect(found.filter(issue => !issue.hint)).toEqual([]);
  });

  it.each(
    traits.filter(document => at(document, '/spec/refused') !== undefined).map(one => objectOf(one.metadata).name),
  )('%s, by its type and with a way out', name => {
    const document = application(on('webservice', 'a', {}, trait(String(name))));
    expect(errorsOf(document)).toEqual(['TypeRefused /spec/components/0/traits/0/type']);
  });
});

describe('fits', () => {
  it.each<[string, JsonObject]>([
    ['cpuscaler and hpa', on('worker', 'a', {}, trait('cpuscaler'), trait('hpa', { cpu: {} }))],
    ['rollout and scaler', on('worker', 'a', {}, trait('rollout', { targetSize: 2 }), trait('scaler'))],
  ])('%s are not together on a component', (_, component) => {
    expect(errorsOf(application(component)).some(one => one.startsWith('TraitConflict'))).toBe(true);
  });

  it('one scaler on a component', () => {
    expect(errorsOf(application(on('worker', 'a', {}, trait('scaler'), trait('scaler'))))).toContain(
      'TraitRepeated /spec/components/0/traits/1/type',
    );
  });

  it.each(['sidecar', 'command', 'cpuscaler', 'init-container', 'container-image'])('no %s on a function', name => {
    const { issues } = world.judge(application(fn('a', [trait(name)])));
    expect(issues.map(issue => `${issue.code} ${issue.pointer}`)).toContain(
      'TraitNotApplicable /spec/components/0/traits/0/type',
    );
  });

  it.each<[string, JsonObject]>([
    ['env', { env: { AA: '1' } }],
    ['gateway', { http: { '/': 80 } }],
    ['labels', { team: 'a' }],
  ])('one %s on functions and containers', (name, properties) => {
    expect(errorsOf(application(fn('a', [trait(name, properties)])))).toEqual([]);
    expect(errorsOf(application(on('webservice', 'b', {}, trait(name, properties))))).toEqual([]);
  });

  it('several gateways and names on one port, without a word of overwriting', () => {
    const list = [
      trait('gateway', { http: { '/a': 80 } }),
      trait('gateway', { http: { '/b': 80 } }),
      trait('expose', { port: [80] }),
      trait('expose', { port: [80] }),
    ];
    const { issues, graph } = world.judge(application(on('webservice', 'a', { port: 80 }, ...list)));
    // The gateways lead to the port that is exposed, too.
    expect(issues.map(issue => issue.code).filter(code => code !== 'Costs')).toEqual(['NotNeeded']);
    expect(graph.resources.filter(resource => resource.type === 'AWS::ApiGatewayV2::Route')).toHaveLength(4);
  });

  it('one route for one path of a domain', () => {
    const one = trait('gateway', { http: { '/a': 80 } });
    const two = application(on('webservice', 'a', {}, one), on('webservice', 'b', {}, one));
    expect(errorsOf(two)).not.toEqual([]);
  });

  it('scaling only what is kept running', () => {
    expect(errorsOf(application(on('task', 'a', {}, trait('cpuscaler'))))).not.toEqual([]);
  });
});
