import { describe, expect, it } from 'vitest';
import { cloudControlResource as resource } from '../../../lib/aws/cloudcontrol/resource.ts';
import { type JsonObject, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from '../../doubles/aws.ts';
import { type Line, missing, play } from '../script.ts';
import { database, untagged } from './schemas.ts';

const TypeName = 'AWS::RDS::DBInstance';
const Identifier = 'db';
const desired = { TypeName, Properties: { Engine: 'postgres', Port: 1 } };
const owner = { 'oam.dev/app': 'web' };
const model: Line = ['DescribeType', { Schema: JSON.stringify(database) }];
const event = (Operation: string, OperationStatus: string, rest: JsonObject = {}): JsonObject => ({
  ProgressEvent: { TypeName, Operation, OperationStatus, RequestToken: 'r-1', ...rest },
});
const told = (Properties: JsonObject): JsonObject => ({
  TypeName,
  ResourceDescription: { Identifier, Properties: JSON.stringify(Properties) },
});

/** What is remembered after the calls of a verb. */
function made(...lines: Line[]): JsonObject {
  return play(resource.create(desired, '', 'token', owner), [model, ...lines]).result;
}

function seen(before: JsonObject, ...lines: Line[]): JsonObject | undefined {
  return play(resource.observe(resource.identify(before)), lines).result;
}

const going = made(['CreateResource', event('CREATE', 'IN_PROGRESS')]);
const model1 = { Engine: 'Postgres', Port: 1, Arn: 'arn:db', Status: 'up' };
const live =
  seen(
    going,
    ['GetResourceRequestStatus', event('CREATE', 'SUCCESS', { Identifier })],
    ['GetResource', told(model1)],
  ) ?? {};

describe('making a resource', () => {
  it('sends what is wanted with tags that say whose it is, under a token of ours', () => {
    const { inputs } = play(resource.create(desired, '', 'token', owner), [
      model,
      ['CreateResource', event('CREATE', 'IN_PROGRESS')],
    ]);
    expect(inputs[1]).toEqual({
      TypeName,
      DesiredState: expect.any(String),
      ClientToken: expect.stringMatching(/^lateen-\w{32}$/),
    });
    expect(JSON.parse(textOf(inputs[1]?.DesiredState))).toEqual({
      ...desired.Properties,
      Tags: [
        { Key: 'oam.dev/app', Value: 'web' },
        { Key: 'oam.dev/token', Value: 'token' },
      ],
    });
  });

  it('goes on after its answer, and is followed by its request', () => {
    expect(resource.health(going).state).toBe('progressing');
    expect(resource.diff(desired, undefined, going)).toEqual([]);
    const still = seen(going, ['GetResourceRequestStatus', event('CREATE', 'PENDING', { StatusMessage: 'busy' })]);
    expect(resource.health(still ?? {})).toEqual({ state: 'progressing', message: 'busy' });
    expect(live).toMatchObject({ Identifier, Arn: 'arn:db' });
    expect(resource.health(live)).toEqual({ state: 'ready', message: '' });
    expect(resource.diff(desired, undefined, live)).toEqual([]);
  });

  it('says why it failed, and is made anew under a token that follows from the failure', () => {
    const failed = seen(going, [
      'GetResourceRequestStatus',
      event('CREATE', 'FAILED', { ErrorCode: 'InvalidRequest', StatusMessage: 'no such engine' }),
    ]);
    expect(resource.health(failed ?? {})).toEqual({ state: 'failed', message: 'no such engine' });
    expect(resource.diff(desired, desired, failed ?? {})).toEqual(['Properties']);
    const again = () =>
      play(resource.update(resource.identify(failed ?? {}), desired, failed ?? {}, ['Properties'], desired), [
        model,
        ['CreateResource', event('CREATE', 'IN_PROGRESS', { RequestToken: 'r-2' })],
      ]);
    const [, sent] = again().inputs;
    expect(again().inputs[1]).toEqual(sent);
    expect(textOf(sent?.DesiredState)).toContain('oam.dev/app');
    expect(resource.health(again().result).state).toBe('progressing');
  });

  it('becomes what a failed attempt left behind', () => {
    const left = seen(
      going,
      ['GetResourceRequestStatus', event('CREATE', 'FAILED', { ErrorCode: 'NotStabilized', Identifier })],
      ['GetResource', told({ Engine: 'postgres', Port: 9 })],
    );
    expect(resource.identify(left ?? {})).toMatchObject({ Identifier, OperationStatus: 'FAILED' });
    const { inputs, result } = play(
      resource.update(resource.identify(left ?? {}), desired, left ?? {}, ['Properties'], desired),
      [model, ['UpdateResource', event('UPDATE', 'IN_PROGRESS', { Identifier })]],
    );
    expect(JSON.parse(textOf(inputs[1]?.PatchDocument))).toEqual([{ op: 'add', path: '/Port', value: 1 }]);
    expect(resource.health(result).state).toBe('progressing');
    play(resource.delete(resource.identify(left ?? {})), [
      ['GetResource', told({})],
      ['DeleteResource', event('DELETE', 'SUCCESS')],
      ['GetResource', missing],
    ]);
  });

  it("never takes what was there before: it is another's", () => {
    const taken = seen(going, [
      'GetResourceRequestStatus',
      event('CREATE', 'FAILED', { ErrorCode: 'AlreadyExists', Identifier, StatusMessage: 'db exists' }),
    ]);
    expect(taken).not.toHaveProperty('Identifier');
    play(resource.delete(resource.identify(taken ?? {})), []);
  });

  it('nor where its type does not say so, and the name was chosen: what a failed attempt left carries our token', () => {
    const named = { ...desired, Properties: { ...desired.Properties, DBInstanceIdentifier: Identifier } };
    const failure = event('CREATE', 'FAILED', { ErrorCode: 'GeneralServiceException', Identifier });
    const failed = (...lines: Line[]): JsonObject => {
      const { result } = play(resource.create(named, '', 'token', owner), [
        model,
        ['CreateResource', event('CREATE', 'IN_PROGRESS')],
      ]);
      return seen(result, ['GetResourceRequestStatus', failure], ...lines) ?? {};
    };
    const Tags = [{ Key: 'oam.dev/token', Value: 'token' }];
    expect(failed(['GetResource', told({ ...model1, Tags })])).toMatchObject({ Identifier });
    const taken = failed(['GetResource', told(model1)]);
    expect(taken).not.toHaveProperty('Identifier');
    expect(resource.health(taken)).toMatchObject({ state: 'failed' });
    play(resource.delete(resource.identify(taken)), []);
  });

  it('finds what an earlier attempt began, and passes over the attempts that failed', () => {
    const { inputs, result } = play(resource.create(desired, '', 'token', owner), [
      model,
      ['CreateResource', event('CREATE', 'FAILED', { RequestToken: 'r-0', ErrorCode: 'GeneralServiceException' })],
      ['CreateResource', event('CREATE', 'IN_PROGRESS')],
    ]);
    expect(inputs[2]?.ClientToken).not.toBe(inputs[1]?.ClientToken);
    expect(resource.health(result).state).toBe('progressing');
  });
});

describe('a token of an earlier life', () => {
  it('answers what was made then: where that is gone, it is made anew', () => {
    const { inputs, result } = play(resource.create(desired, '', 'token', owner), [
      model,
      ['CreateResource', event('CREATE', 'SUCCESS', { Identifier })],
      ['GetResource', missing],
      ['CreateResource', event('CREATE', 'IN_PROGRESS', { RequestToken: 'r-2' })],
    ]);
    expect(inputs[3]?.ClientToken).not.toBe(inputs[1]?.ClientToken);
    expect(resource.health(result).state).toBe('progressing');
  });

  it('is not used for other properties', () => {
    const tokenOf = (Properties: JsonObject): unknown =>
      play(resource.create({ TypeName, Properties }, '', 'token', owner), [
        model,
        ['CreateResource', event('CREATE', 'IN_PROGRESS')],
      ]).inputs[1]?.ClientToken;
    expect(tokenOf({ Port: 1 })).toBe(tokenOf({ Port: 1 }));
    expect(tokenOf({ Port: 1 })).not.toBe(tokenOf({ Port: 2 }));
  });
});

describe('finding a resource', () => {
  const mark = (token: string): JsonObject => ({ Tags: [{ Key: 'oam.dev/token', Value: token }] });

  it('goes by our token, under the name that it was given', () => {
    const named = { TypeName, Properties: { DBInstanceIdentifier: Identifier } };
    const find = (...lines: Line[]) => play(resource.find(named, 'token'), [model, ...lines]).result;
    expect(find(['GetResource', told(mark('token'))])).toEqual({ TypeName, Identifier });
    expect(find(['GetResource', told(mark('other'))])).toBeUndefined();
    expect(find(['GetResource', missing])).toBeUndefined();
  });

  it('looks through all of the type where AWS named it', () => {
    const { result } = play(resource.find(desired, 'token'), [
      model,
      ['ListResources', { ResourceDescriptions: [{ Identifier: 'a' }], NextToken: 'n' }],
      ['GetResource', told(mark('other'))],
      ['ListResources', { ResourceDescriptions: [{ Identifier }] }],
      ['GetResource', told(mark('token'))],
    ]);
    expect(result).toEqual({ TypeName, Identifier });
  });

  it('has nothing to go by where a type takes no tags', () => {
    const plain: Line = ['DescribeType', { Schema: JSON.stringify(untagged) }];
    expect(play(resource.find(desired, 'token'), [plain]).result).toBeUndefined();
  });
});

describe('a resource that stands', () => {
  const identity = resource.identify(live);

  it('is not changed by the words in which AWS tells it, and is where somebody else changed it', () => {
    expect(
      resource.diff(desired, undefined, seen(live, ['GetResource', told({ ...model1, Status: 'down' })]) ?? {}),
    ).toEqual([]);
    const drifted = seen(live, ['GetResource', told({ ...model1, Port: 7 })]) ?? {};
    expect(resource.diff(desired, desired, drifted)).toEqual(['Properties']);
    const { inputs } = play(resource.update(identity, desired, drifted, ['Properties'], desired), [
      model,
      ['UpdateResource', event('UPDATE', 'IN_PROGRESS', { Identifier })],
    ]);
    expect(JSON.parse(textOf(inputs[1]?.PatchDocument))).toContainEqual({ op: 'add', path: '/Port', value: 1 });
  });

  it('is mended anew each time: AWS would answer the second time what became of the first', () => {
    const drifted = ['GetResource', told({ ...model1, Port: 7 })] as const;
    const mend = (before: JsonObject, RequestToken: string) =>
      play(resource.update(resource.identify(before), desired, before, ['Properties'], desired), [
        model,
        ['UpdateResource', event('UPDATE', 'IN_PROGRESS', { Identifier, RequestToken })],
      ]);
    const first = mend(seen(live, drifted) ?? {}, 'r-2');
    const mended = seen(
      first.result,
      ['GetResourceRequestStatus', event('UPDATE', 'SUCCESS', { Identifier, RequestToken: 'r-2' })],
      ['GetResource', told(model1)],
    );
    expect(resource.diff(desired, desired, mended ?? {})).toEqual([]);
    const second = mend(seen(mended ?? {}, drifted) ?? {}, 'r-3');
    expect(second.inputs[1]?.PatchDocument).toBe(first.inputs[1]?.PatchDocument);
    expect(second.inputs[1]?.ClientToken).not.toBe(first.inputs[1]?.ClientToken);
  });

  it('is updated by a patch, under the same token when it is sent again', () => {
    const changed = { TypeName, Properties: { Engine: 'postgres', Port: 2 } };
    expect(resource.diff(changed, desired, live)).toEqual(['Properties']);
    const update = () =>
      play(resource.update(identity, changed, live, ['Properties'], desired), [
        model,
        ['UpdateResource', event('UPDATE', 'IN_PROGRESS', { Identifier, RequestToken: 'r-2' })],
      ]);
    const { inputs, result } = update();
    expect(update().inputs).toEqual(inputs);
    expect(resource.diff(changed, desired, result)).toEqual([]);
    expect(resource.diff(desired, desired, result)).toEqual(['Properties']);
    expect(() =>
      play(resource.update(resource.identify(result), desired, result, ['Properties'], desired), []),
    ).toThrow(expect.objectContaining({ code: 'NotReady' }));
    const refused = seen(
      result,
      ['GetResourceRequestStatus', event('UPDATE', 'FAILED', { Identifier, StatusMessage: 'no' })],
      ['GetResource', told(model1)],
    );
    expect(resource.health(refused ?? {})).toEqual({ state: 'failed', message: 'no' });
    expect(resource.diff(desired, desired, refused ?? {}), 'it may have been done in part').toEqual(['Properties']);
  });

  it('refuses a change of what is fixed', () => {
    const changed = { TypeName, Properties: { Engine: 'mysql', Port: 1 } };
    expect(() => play(resource.update(identity, changed, live, ['Properties'], desired), [model])).toThrow(
      /^Engine of AWS::RDS::DBInstance cannot be changed in place/,
    );
  });

  it('goes on where AWS forgot the request, and is gone where AWS does not know it', () => {
    const forgotten = fault('RequestTokenNotFoundException', 404, 'unknown');
    const named = { ...objectOf(resource.identify(going)), Identifier };
    const { result } = play(resource.observe(named), [
      ['GetResourceRequestStatus', forgotten],
      ['GetResource', told({ Engine: 'postgres', Port: 1 })],
    ]);
    expect(resource.diff(desired, undefined, result ?? {})).toEqual([]);
    expect(seen(live, ['GetResource', missing])).toBeUndefined();
  });

  it('is deleted when AWS says that it is gone; until then it is asked again, and says what failed', () => {
    const remove = (...lines: Line[]) => play(resource.delete(identity), lines);
    const present: Line = ['GetResource', told({})];
    expect(() => remove(present, ['DeleteResource', event('DELETE', 'IN_PROGRESS')])).toThrow(
      expect.objectContaining({ code: 'NotReady', message: `Cloud Control is deleting ${TypeName} ${Identifier}` }),
    );
    expect(() =>
      remove(
        present,
        ['DeleteResource', event('DELETE', 'FAILED', { StatusMessage: 'it is protected' })],
        ['DeleteResource', event('DELETE', 'IN_PROGRESS', { RequestToken: 'r-3' })],
      ),
    ).toThrow(/which failed before: it is protected$/);
    // The answer to an earlier deletion under this token.
    expect(() => remove(present, ['DeleteResource', event('DELETE', 'SUCCESS')], present)).toThrow(
      expect.objectContaining({ code: 'NotReady' }),
    );
    remove(['GetResource', missing]);
  });

  it('is deleted once AWS has made it', () => {
    expect(() =>
      play(resource.delete(resource.identify(going)), [['GetResourceRequestStatus', event('CREATE', 'IN_PROGRESS')]]),
    ).toThrow(expect.objectContaining({ code: 'NotReady' }));
  });
});
