/** Definitions and the pipeline that the reconciler runs: what people get wrong in their own, and the built-ins installed. */
import { describe, expect, it } from 'vitest';
import { install } from '../../lib/api/install.ts';
import { builtins } from '../../lib/definition/builtin/list.ts';
import { at, listOf, objectOf } from '../../lib/json.ts';
import { app, logs, path, pipeline } from './logs.ts';
import { access, briefs, environment, itemsOf, setup } from './setup.ts';

describe('a definition', () => {
  it.each<[string, (text: string) => string, RegExp]>([
    [
      'an expression that is none',
      text => text.replace('${parameter.retention}', '${parameter.}'),
      /^\w+ 0 \/spec\/schematic\/cel\/resources\/0\/properties\/RetentionInDays 17:/,
    ],
    [
      'a parameter that is none',
      text => text.replace('${parameter.retention}', '${parameter.retentoin}'),
      /^\w+ 0 \/spec\/schematic\/cel\//,
    ],
    [
      'a property that AWS does not know',
      text => text.replace('RetentionInDays:', 'RetentionDays:'),
      /^UnknownProperty 0 \/spec\/schematic\/cel\/resources\/0\/properties\/RetentionDays 17:/,
    ],
    [
      'a resource type that nobody drives',
      text => text.replace('AWS::Logs::LogGroup', 'AWS::Logs::Group'),
      /^\w+ 0 \/spec\/schematic\/cel\/resources\/0\/type 17:/,
    ],
    [
      'a fact that the installation does not have',
      text => text.replace('${parameter.retention}', '${size(environment.regoin) > 1 ? 1 : parameter.retention}'),
      /^UnknownFact 0 \/spec\/schematic\/cel\/resources\/0\/properties\/RetentionInDays 17:/,
    ],
    ['CUE', text => text.replace('cel:', 'cue:'), /^NotSupported 0 \/spec\/schematic\/cue 7:/],
    ['a name that cannot be', text => text.replace('name: logs', 'name: -logs'), /^InvalidName 0 \/metadata\/name 3:/],
  ])('is refused for %s', async (_, change, expected) => {
    const { post, store } = await setup({ pipeline });
    const before = store.dump();
    const answer = await post(change(logs));
    expect(answer.status).toBe(422);
    expect(briefs(answer).some(brief => expected.test(brief))).toBe(true);
    expect(store.dump()).toEqual(before);
  });

  it('may read facts that it asks for', async () => {
    const reading = (guard: string): string =>
      logs.replace('${parameter.retention}', `\${${guard} ? environment.colour : parameter.retention}`);
    const { post } = await setup({ pipeline });
    expect((await post(reading('has(environment.colour)'))).status).toBe(201);
    expect((await post(reading('environment.?colour.orValue(3) > 1'))).status).toBe(202);
    const refused = await post(reading('parameter.retention > 1'));
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('environment.colour')]);
  });

  const reading = (text: string): string =>
    logs.replace(/["']?\$\{parameter\.retention\}["']?/, () =>
      JSON.stringify(`\${parameter.retention > 0 ? (${text}) : 1}`),
    );

  it.each([
    'environment.?colour.orValue(0) > 1 ? environment.colour : 3',
    'environment[?"colour"].orValue(3)',
    'environment.?colour.orValue(3)',
    '"colour" in environment ? environment.colour : 3',
    '!("colour" in environment) ? 3 : environment["colour"]',
    'has(environment.colour) && environment.colour > 3 ? 1 : 3',
    '!has(environment.colour) || parameter.retention > 3 ? 3 : environment.colour',
    '[1].map(one, has(environment.colour) ? environment.colour : one)[0]',
  ])('may read a fact as %s', async text => {
    const { post } = await setup({ pipeline });
    const { status, text: said } = await post(reading(text));
    expect([status, status === 201 ? '' : said]).toEqual([201, '']);
  });

  it.each([
    'environment.colour > 3 ? 3 : environment.?colour.orValue(3)',
    'has(environment.colour) ? 3 : environment.colour',
    'has(environment.colour) || environment.colour > 3 ? 1 : 3',
    'has(environment.other) ? environment.colour : 3',
    '"has(environment.colour)" == "" ? environment.colour : 3',
  ])('may not read a fact as %s', async text => {
    const { post } = await setup({ pipeline });
    const refused = await post(reading(text));
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('UnknownFact')]);
  });

  it('that does not compile is the only problem of an application that came with it', async () => {
    const { post } = await setup({ pipeline });
    const answer = await post(
      `${logs.replace('RetentionInDays', 'Days')}---\n${app('{name: main, type: logs, properties: {title: x}}')}`,
    );
    expect(briefs(answer).every(brief => brief.split(' ')[1] === '0')).toBe(true);
  });
});

describe('the built-ins', () => {
  const hello = (more = '') => `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: hello}
spec:
  components:
    - name: hello
      type: function
      properties:
        code: {inline: "export const handler = async () => 'hi'"}
${more}      traits:
        - {type: gateway, properties: {http: {/hello: 80}}}
`;

  async function installed() {
    const api = await setup({ pipeline });
    const { store, clock } = api;
    const id = () => `00${clock.now++}`;
    const facts = { basicRole: 'arn:aws:iam::000000000000:role/basic', blobBucket: 'bucket' };
    const urls = { apiUrlPrefix: 'https://', apiUrlSuffix: '.test' };
    const whole = { ...environment, ...facts, ...urls };
    const parts = { store, admit: pipeline.admit, builtins, environment: whole, access, wakeAll: async () => 0 };
    await install({ ...parts, now: () => clock.now, id });
    return api;
  }

  it('are all admitted, and run a function from its text', async () => {
    const { post, send, blobs } = await installed();
    const [planned] = itemsOf(await post(hello(), '?dryRun=All'));
    const planOf = objectOf(objectOf(planned).plan);
    expect(listOf(planOf.changes).map(change => at(change, '/type'))).toContain('AWS::Lambda::Function');
    expect((await post(hello())).status).toBe(201);
    const { body } = await send('GET', `${path}/applications/hello`);
    expect(at(body, '/spec/components/0/properties')).toEqual({ code: { blob: [...blobs.keys()][0] } });
    expect((await post(hello())).status).toBe(200);
  });

  it('find a handler that is not there and a typo in one go', async () => {
    const { post } = await installed();
    const answer = await post(hello('        handler: index.main\n        memry: 256\n'));
    expect(briefs(answer)).toEqual([
      'HandlerNotFound 0 /spec/components/0/properties/handler 10:9',
      'UnknownParameter 0 /spec/components/0/properties/memry 11:9',
    ]);
  });

  it('tell of a link only what is wrong with it, where what it leads to cannot be made', async () => {
    const { post } = await installed();
    const jobs = '    - name: jobs\n      type: queue\n      properties: {visibilityTimeout: soon}\n';
    const link = '        - {type: link, properties: {to: jobs, verbs: [send]}}\n';
    const trigger = '        - {type: trigger, properties: {from: jobs, batchSize: many}}\n';
    expect(briefs(await post(`${hello()}${link}${jobs}`))).toEqual([
      'InvalidParameter 0 /spec/components/1/properties/visibilityTimeout 15:20',
    ]);
    expect(briefs(await post(`${hello()}${trigger}`)).map(brief => brief.split(' ')[0])).toEqual(['InvalidParameter']);
  });
});
