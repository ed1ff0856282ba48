/** AWS::Lambda::EventSourceMapping: Lambda polls a queue or a stream for a function. */
import type * as sdk from '@aws-sdk/client-lambda';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { Health, ResourceType } from '../../resource/resource.ts';
import { asSet, asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { findIn } from '../pages.ts';
import { reset, said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { flag, integer, list, structure, tagList, text, type ValueOf, word } from '../schema.ts';

const service = 'lambda';
const createMapping = operation<sdk.CreateEventSourceMappingCommand>(service, 'CreateEventSourceMapping');
const getMapping = operation<sdk.GetEventSourceMappingCommand>(service, 'GetEventSourceMapping');
const listMappings = operation<sdk.ListEventSourceMappingsCommand>(service, 'ListEventSourceMappings');
const updateMapping = operation<sdk.UpdateEventSourceMappingCommand>(service, 'UpdateEventSourceMapping');
const deleteMapping = operation<sdk.DeleteEventSourceMappingCommand>(service, 'DeleteEventSourceMapping');
const listTags = operation<sdk.ListTagsCommand>(service, 'ListTags');
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

const schema = structure(
  {
    EventSourceArn: text({ minLength: 1 }),
    FunctionName: text({ minLength: 1 }),
    StartingPosition: word('TRIM_HORIZON', 'LATEST'),
    Enabled: flag,
    BatchSize: integer(1, 10_000),
    MaximumBatchingWindowInSeconds: integer(0, 300),
    FilterCriteria: structure({ Filters: list(structure({ Pattern: text({ maxLength: 4096 }) })) }),
    FunctionResponseTypes: list(word('ReportBatchItemFailures')),
    ScalingConfig: structure({ MaximumConcurrency: integer(2, 1000) }),
    ParallelizationFactor: integer(1, 10),
    MaximumRetryAttempts: integer(-1, 10_000),
    MaximumRecordAgeInSeconds: integer(-1, 604_800),
    BisectBatchOnFunctionError: flag,
    DestinationConfig: structure({ OnFailure: structure({ Destination: text() }) }),
    Tags: tagList,
  },
  'EventSourceArn',
  'FunctionName',
);
type Properties = ValueOf<typeof schema>;

/** What AWS has where nothing is said. */
function usual(source: string): JsonObject {
  return {
    Enabled: true,
    BatchSize: serviceOf(source) === 'sqs' ? 10 : 100,
    MaximumBatchingWindowInSeconds: 0,
    FilterCriteria: {},
    FunctionResponseTypes: [],
    ScalingConfig: {},
    ParallelizationFactor: 1,
    MaximumRetryAttempts: -1,
    MaximumRecordAgeInSeconds: -1,
    BisectBatchOnFunctionError: false,
    DestinationConfig: { OnFailure: { Destination: '' } },
  };
}

function comparison(source: string): Comparison {
  return {
    defaults: usual(source),
    forms: { FunctionName: plainName, FilterCriteria: asFilters, FunctionResponseTypes: asSet, Tags: asTags },
  };
}

const mappings = 'arn:${partition}:lambda:${region}:${account}:event-source-mapping:*';
const ofOurs = {
  ArnLike: { 'lambda:FunctionArn': 'arn:${partition}:lambda:${region}:${account}:function:${prefix}*' },
};

/**
 * Lambda polls a queue or a stream, and calls a function with what it finds. EventSourceArn and StartingPosition replace it.
 *
 * AWS is odd here: an id is assigned while source and function together are unique, so these find an interrupted create; it works on a
 * change for a while and takes no other meanwhile (ResourceInUse), nor says that it is deleting other than as a state; the function's role
 * is asked for its rights as the mapping is made; tags have an API of their own, which takes the ARN.
 */
export const eventSourceMapping: ResourceType = resourceType<Properties>({
  type: 'AWS::Lambda::EventSourceMapping',
  schema,
  createOnly: ['EventSourceArn', 'StartingPosition'],
  attributes: ['Id', 'EventSourceMappingArn'],
  naming: 'assigned',
  deadline: 300,
  tags: { property: 'Tags', form: 'list' },
  iam: [
    { action: 'lambda:CreateEventSourceMapping', resource: '*', condition: ofOurs },
    { action: 'lambda:GetEventSourceMapping', resource: mappings },
    { action: 'lambda:ListEventSourceMappings', resource: '*' },
    { action: 'lambda:UpdateEventSourceMapping', resource: mappings, condition: ofOurs },
    { action: 'lambda:DeleteEventSourceMapping', resource: mappings, condition: ofOurs },
    { action: 'lambda:ListTags', resource: mappings },
    { action: 'lambda:TagResource', resource: mappings },
    { action: 'lambda:UntagResource', resource: mappings },
  ],
  identity: () => undefined,
  identify: observed => ({ Id: textOf(observed.Id) }),
  owner: observed => tagMap(observed.Tags),
  health,
  *find({ EventSourceArn, FunctionName }) {
    const found = yield* findIn(
      Marker => pageOf({ EventSourceArn, FunctionName, Marker }),
      item => plainName(item.FunctionArn ?? '') === plainName(FunctionName) && item.State !== 'Deleting',
    );
    return found === undefined ? undefined : { Id: textOf(found.UUID) };
  },
  *observe(identity) {
    const answer = yield* absent(getMapping({ UUID: idOf(identity) }));
    if (answer === undefined || answer.State === 'Deleting') return undefined;
    const observed = told(trusted(answer));
    const tags = yield* absent(listTags({ Resource: textOf(observed.EventSourceMappingArn) }));
    return tags === undefined ? undefined : { ...observed, Tags: listOfTags(tags.Tags) };
  },
  *create(properties, _name, _token, owner) {
    const Tags = withOwner(properties.Tags, owner);
    const answer = yield* createMapping(trusted<sdk.CreateEventSourceMappingCommandInput>({ ...properties, Tags }));
    return { ...told(trusted(answer)), Tags: listOfTags(Tags) };
  },
  *update(identity, desired, observed, diff, applied) {
    let next = observed;
    const changed = diff.filter(name => name !== 'Tags');
    if (changed.length > 0) {
      const sent = reset(changed, desired, usual(textOf(observed.EventSourceArn)));
      const answer = yield* updateMapping({
        ...trusted<sdk.UpdateEventSourceMappingCommandInput>(sent),
        UUID: idOf(identity),
      });
      next = { ...told(trusted(answer)), Tags: observed.Tags ?? [] };
    }
    if (diff.includes('Tags')) {
      const Resource = textOf(observed.EventSourceMappingArn);
      const tags = yield* retag(
        { desired: desired.Tags, observed: observed.Tags, applied },
        Tags => tagResource({ Resource, Tags }),
        TagKeys => untagResource({ Resource, TagKeys }),
      );
      next = { ...next, Tags: listOfTags(tags) };
    }
    return next;
  },
  *delete(identity) {
    yield* gone(deleteMapping({ UUID: idOf(identity) }));
  },
  diff: (desired, applied, observed) =>
    differences(comparison(textOf(observed.EventSourceArn)), desired, applied, observed),
});

function health({ State, LastProcessingResult, StateTransitionReason }: JsonObject): Health {
  const state = textOf(State);
  if (/^(Creating|Enabling|Disabling|Updating)$/.test(state))
    return { state: 'progressing', message: `Lambda is ${state.toLowerCase()} it` };
  const result = textOf(LastProcessingResult);
  // What goes wrong with records (PROBLEM: Function call failed) is the function's matter: it goes on being polled.
  if (/^PROBLEM: (?!Function call failed)/.test(result)) return { state: 'failed', message: result };
  const reason = textOf(StateTransitionReason);
  return { state: 'ready', message: /^(USER_INITIATED|User action)$/i.test(reason) ? '' : reason };
}

type Item = { readonly UUID?: string; readonly FunctionArn?: string; readonly State?: string };

function* pageOf(
  input: sdk.ListEventSourceMappingsCommandInput,
): Asks<{ readonly Items: readonly Item[]; readonly NextToken?: string | undefined } | undefined> {
  const answer = yield* absent(listMappings(input));
  return answer && { Items: trusted(answer.EventSourceMappings ?? []), NextToken: answer.NextMarker };
}

/** The function without its place: `f` or `f:live`, from a name or an ARN. */
function plainName(value: Json): string {
  return textOf(value).replace(/^arn:[^:]+:lambda:[^:]+:\d+:function:/, '');
}

function asFilters(value: Json): Json {
  return { Filters: asSet(objectOf(value).Filters ?? []) };
}

/** `sqs` of `arn:aws:sqs:...`. */
function serviceOf(source: string): string {
  return source.split(':')[2] ?? '';
}

function idOf(identity: Json): string {
  return textOf(objectOf(identity).Id);
}

function told(answer: JsonObject): JsonObject {
  const { UUID, FunctionArn, State, EventSourceMappingArn, DestinationConfig, ...rest } = answer;
  const id = textOf(UUID);
  const fn = textOf(FunctionArn);
  const isSent = textOf(objectOf(objectOf(DestinationConfig).OnFailure).Destination) !== '';
  return {
    ...said(schema, { ...rest, ...(isSent ? { DestinationConfig: DestinationConfig ?? {} } : {}) }),
    FunctionResponseTypes: rest.FunctionResponseTypes ?? [],
    FunctionName: fn,
    Enabled: !/^Disabl/.test(textOf(State)),
    State: textOf(State),
    LastProcessingResult: textOf(rest.LastProcessingResult),
    StateTransitionReason: textOf(rest.StateTransitionReason),
    Id: id,
    EventSourceMappingArn:
      textOf(EventSourceMappingArn) || `${fn.split(':').slice(0, 5).join(':')}:event-source-mapping:${id}`,
  };
}
