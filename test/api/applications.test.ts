/** Applications and the pipeline that the reconciler runs: what people get wrong in them, and what they then read. */
import { describe, expect, it } from 'vitest';
import { at, listOf, objectOf } from '../../lib/json.ts';
import { app, logs, path, ready } from './logs.ts';
import { type Answer, briefs, itemsOf } from './setup.ts';

function hintsOf(answer: Answer): unknown[] {
  return listOf(answer.body.errors).map(issue => objectOf(issue).hint);
}

describe('an application', () => {
  it('is planned, then stored, then unchanged', async () => {
    const { post, send } = await ready();
    const text = app('{name: main, type: logs, properties: {title: hello}}');
    const [planned] = itemsOf(await post(text, '?dryRun=All'));
    expect(planned).toMatchObject({
      result: 'created',
      plan: {
        changes: [
          {
            action: 'create',
            type: 'AWS::Logs::LogGroup',
            component: 'main',
            trait: '-',
            reason: 'New',
            properties: { RetentionInDays: 7 },
          },
        ],
        summary: { create: 1, keep: 0 },
      },
    });
    expect((await post(text)).status).toBe(201);
    expect((await post(text)).status).toBe(200);
    const { body } = await send('GET', `${path}/applications/web`);
    expect(body.status).toMatchObject({ status: 'starting', services: [{ name: 'main', healthy: false }] });
    expect((await send('GET', `${path}/applications/web/plan`)).body).toMatchObject({ summary: { create: 1 } });
  });

  it.each<[string, string, string[], RegExp | undefined]>([
    [
      'an unknown type',
      '{name: main, type: lgos}',
      ['UnknownType 0 /spec/components/0/type 6:20'],
      /did you mean logs/,
    ],
    [
      'a missing parameter',
      '{name: main, type: logs}',
      ['MissingParameter 0 /spec/components/0/properties/title 6:7'],
      undefined,
    ],
    [
      'a typo',
      '{name: main, type: logs, properties: {title: x, retentoin: 7}}',
      ['UnknownParameter 0 /spec/components/0/properties/retentoin 6:55'],
      /did you mean retention/,
    ],
    [
      'a wrong value',
      '{name: main, type: logs, properties: {title: x, retention: 8}}',
      ['InvalidParameter 0 /spec/components/0/properties/retention 6:55'],
      undefined,
    ],
    [
      'what the definition refuses',
      '{name: main, type: logs, properties: {title: bad}}',
      ['BadTitle 0 /spec/components/0/properties/title 6:45'],
      /Take another/,
    ],
    [
      'an unknown trait',
      '{name: main, type: logs, properties: {title: x}, traits: [{type: gatway}]}',
      ['UnknownType 0 /spec/components/0/traits/0/type 6:66'],
      undefined,
    ],
    [
      'inputs',
      '{name: main, type: logs, properties: {title: x}, inputs: [{from: a, parameterKey: title}]}',
      ['UnknownInput 0 /spec/components/0/inputs/0/from 6:66'],
      /./,
    ],
    [
      'scopes',
      '{name: main, type: logs, properties: {title: x}, scopes: {a: b}}',
      ['NotSupported 0 /spec/components/0/scopes 6:56'],
      /./,
    ],
  ])('is refused for %s', async (_, component, expected, hint) => {
    const { post, store } = await ready();
    const before = store.dump();
    const answer = await post(app(component));
    expect([answer.status, ...briefs(answer)]).toEqual([422, ...expected]);
    if (hint !== undefined) expect(hintsOf(answer)[0]).toMatch(hint);
    expect(store.dump()).toEqual(before);
  });

  it('is refused for a cycle, and for two components of one name', async () => {
    const { post } = await ready();
    const cycle = await post(
      app(
        '{name: a, type: logs, properties: {title: x}, dependsOn: [b]}',
        '{name: b, type: logs, properties: {title: x}, dependsOn: [a]}',
      ),
    );
    expect(briefs(cycle).map(brief => brief.split(' ').slice(0, 3).join(' '))).toEqual([
      'DependencyCycle 0 /spec/components/0/dependsOn',
    ]);
    const twice = await post(app(...['a', 'a'].map(name => `{name: ${name}, type: logs, properties: {title: x}}`)));
    expect(briefs(twice)[0]).toMatch(/^DuplicateName 0 \/spec\/components\/1\/name/);
  });

  it('says everything at once, whatever step finds it', async () => {
    const { post } = await ready();
    const answer = await post(
      `${app('{name: a, type: lgos}', '{name: b, type: logs, outputs: [{name: x, valueFrom: y}]}', '{name: c, type: logs, properties: {title: bad}}')}  policies: [{name: p, type: topology}]\n`,
    );
    expect(briefs(answer)).toEqual([
      'UnknownType 0 /spec/components/0/type 6:17',
      'MissingParameter 0 /spec/components/1/properties/title 7:7',
      'UnknownOutput 0 /spec/components/1/outputs/0/valueFrom 7:49',
      'BadTitle 0 /spec/components/2/properties/title 8:42',
      'NotSupported 0 /spec/policies/0 9:14',
    ]);
  });

  it('uses the revision of a definition that it names', async () => {
    const { post } = await ready();
    await post(logs.replace('default: 7', 'default: 30'));
    const days = async (type: string) => {
      const answer = await post(app(`{name: main, type: ${type}, properties: {title: x}}`), '?dryRun=All');
      return at(answer.body, '/items/0/plan/changes/0/properties/RetentionInDays');
    };
    expect([await days('logs'), await days('logs@v1'), await days('default/logs'), await days('logs@v2')]).toEqual([
      30, 7, 30, 30,
    ]);
    expect((await post(app('{name: main, type: logs@v3, properties: {title: x}}'))).status).toBe(422);
  });

  it('with 1,000 components is taken in a second', async () => {
    const { post } = await ready();
    const text = app(
      ...Array.from({ length: 1000 }, (_, i) => `{name: c${i}, type: logs, properties: {title: "${i}"}}`),
    );
    const start = performance.now();
    const answer = await post(text);
    expect([answer.status, performance.now() - start < 3000]).toEqual([201, true]);
  });
});
describe('every problem at once', () => {
  const inline = 'code: {inline: "export const handler = async () => ({})"}';
  const gateway = '{type: gateway, properties: {http: {}}}';
  const briefsOf = (answer: Answer): unknown[] =>
    listOf(answer.body.errors).map(error => `${at(error, '/code')} ${at(error, '/pointer')}`);

  it.each<readonly [what: string, document: string, expected: readonly string[]]>([
    [
      'a bad name does not hide parameters',
      app('{name: l, type: logs, properties: {}}').replace('name: web', 'name: Shop Front'),
      ['InvalidName /metadata/name', 'MissingParameter /spec/components/0/properties/title'],
    ],
    [
      'a bad name does not hide validations',
      app('{name: l, type: logs, properties: {title: bad}}').replace('name: web', 'name: Shop Front'),
      ['InvalidName /metadata/name', 'BadTitle /spec/components/0/properties/title'],
    ],
    [
      'a parameter hides no validation of another component',
      app('{name: a, type: logs, properties: {}}', '{name: b, type: logs, properties: {title: bad}}'),
      ['MissingParameter /spec/components/0/properties/title', 'BadTitle /spec/components/1/properties/title'],
    ],
    [
      'an unknown type hides no validation of another component',
      app('{name: a, type: lgs}', '{name: b, type: logs, properties: {title: bad}}'),
      ['UnknownType /spec/components/0/type', 'BadTitle /spec/components/1/properties/title'],
    ],
    [
      'a parameter hides neither parameters nor validations of traits',
      app(
        `{name: a, type: function, properties: {${inline}, memroy: 1}, traits: [${gateway}, {type: scaler, properties: {mn: 1}}]}`,
      ),
      [
        'UnknownParameter /spec/components/0/properties/memroy',
        'MissingParameter /spec/components/0/traits/0/properties/http',
        'UnknownParameter /spec/components/0/traits/1/properties/mn',
      ],
    ],
    [
      'a trait hides no validation of its component',
      app('{name: a, type: logs, properties: {title: bad}, traits: [{type: nothing-like-it}]}'),
      ['BadTitle /spec/components/0/properties/title', 'UnknownType /spec/components/0/traits/0/type'],
    ],
    [
      'a parameter hides nothing that a link of the same component asks of others',
      app(
        '{name: jobs, type: queue}',
        `{name: a, type: function, properties: {${inline}, memroy: 1}, traits: [{type: link, properties: {to: jobs, verbs: [fly]}}, {type: link, properties: {to: nowhere}}]}`,
      ),
      [
        'UnknownParameter /spec/components/1/properties/memroy',
        'UnknownVerb /spec/components/1/traits/0/properties/verbs',
        'UnknownComponent /spec/components/1/traits/1/properties/to',
      ],
    ],
    [
      'what is wrong elsewhere hides no link',
      app(
        '{name: l, type: logs, properties: {}}',
        '{name: jobs, type: queue}',
        `{name: a, type: function, properties: {${inline}}, traits: [{type: link, properties: {to: jobs, verbs: [fly]}}]}`,
      ),
      [
        'MissingParameter /spec/components/0/properties/title',
        'UnknownVerb /spec/components/2/traits/0/properties/verbs',
      ],
    ],
    [
      'a link to a component of which nothing is known is not blamed, and the others are judged',
      app(
        '{name: jobs, type: quue}',
        '{name: mails, type: queue, properties: {fifo: 7}}',
        `{name: a, type: function, properties: {${inline}}, traits: [{type: link, properties: {to: jobs, verbs: [send]}}, {type: link, properties: {to: mails, verbs: [send]}}, {type: link, properties: {to: nowhere}}]}`,
      ),
      [
        'UnknownType /spec/components/0/type',
        'InvalidParameter /spec/components/1/properties/fifo',
        'UnknownComponent /spec/components/2/traits/2/properties/to',
      ],
    ],
    [
      'policies and a workflow hide nothing',
      `${app('{name: a, type: logs, properties: {}}', '{name: b, type: logs, properties: {title: bad}}')}  policies: [{name: p, type: topology}]\n  workflow: {steps: []}\n`,
      [
        'MissingParameter /spec/components/0/properties/title',
        'BadTitle /spec/components/1/properties/title',
        'NotSupported /spec/policies/0',
        'NotSupported /spec/workflow',
      ],
    ],
  ])('%s', async (_what, document, expected) => {
    const { post } = await ready();
    const answer = await post(document);
    expect(answer.status).toBe(422);
    expect(briefsOf(answer).sort()).toEqual([...expected].sort());
  });
});
