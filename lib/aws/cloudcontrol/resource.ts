/** Lateen::CloudControl::Resource: a resource of any type that Cloud Control knows. */
import type * as sdk from '@aws-sdk/client-cloudcontrol';
import { OamError } from '../../errors.ts';
import { digest, type JsonObject, listOf, objectOf, textOf, trusted } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { Health, ResourceType } from '../../resource/resource.ts';
import { absent } from '../missing.ts';
import { operation } from '../operation.ts';
import { tagMap, tokenTag } from '../ownership.ts';
import { resourceType } from '../resource-type.ts';
import { dictionary, structure, text, type ValueOf } from '../schema.ts';
import { identifierIn, type Model, modelOf } from './model.ts';
import { holds, markOf, patchOf, propertiesOf, refuseFixed, withTags } from './patch.ts';
import {
  after,
  begin,
  chain,
  isAtWork,
  isOurs,
  type Known,
  knownIn,
  outcomeOf,
  settledAs,
  tokenAfter,
} from './request.ts';

const service = 'cloudcontrol';
const createResource = operation<sdk.CreateResourceCommand>(service, 'CreateResource');
const getResource = operation<sdk.GetResourceCommand>(service, 'GetResource');
const listResources = operation<sdk.ListResourcesCommand>(service, 'ListResources');
const updateResource = operation<sdk.UpdateResourceCommand>(service, 'UpdateResource');
const deleteResource = operation<sdk.DeleteResourceCommand>(service, 'DeleteResource');

const schema = structure(
  { TypeName: text({ minLength: 10, maxLength: 204 }), Properties: dictionary({}) },
  'TypeName',
  'Properties',
);
type Properties = ValueOf<typeof schema>;

/**
 * A resource of any type that Cloud Control knows and the installation allows. TypeName replaces it; what the type itself cannot change in
 * place is refused by name.
 *
 * AWS is odd here: requests go on after their answers, one for a resource at a time; an update is a patch of what AWS tells, and forgets
 * what AWS never tells unless it is sent again; the answers come in the words of the resource's service (other orders, other cases), so the
 * row remembers how AWS told the declared properties first, and only another telling is drift. An interrupted create is found by our token
 * among its tags, or by its client token when it is sent again; one that failed may leave something, which becomes the resource.
 */
export const cloudControlResource: ResourceType = resourceType<Properties>({
  type: 'Lateen::CloudControl::Resource',
  schema,
  createOnly: ['TypeName'],
  attributes: ['Identifier', 'Arn'],
  naming: 'assigned',
  stateful: true,
  deadline: 3600,
  iam: [
    'CreateResource',
    'GetResource',
    'GetResourceRequestStatus',
    'ListResources',
    'UpdateResource',
    'DeleteResource',
    'DescribeType',
  ].map(action => ({ action: `cloudformation:${action}`, resource: '*' })),
  identity: () => undefined,
  identify: observed => {
    const { Properties: _, Arn: __, ...known } = observed;
    return known;
  },
  health,
  *find({ TypeName, Properties }, token) {
    const model = yield* modelOf(TypeName);
    if (model.tags === undefined) return undefined;
    const named = identifierIn(model, Properties);
    const isOurs = (told: JsonObject | undefined): boolean =>
      tagMap(told?.[model.tags?.property ?? ''])[tokenTag] === token;
    if (named !== undefined) return isOurs(yield* told(TypeName, named)) ? { TypeName, Identifier: named } : undefined;
    let NextToken: string | undefined;
    do {
      const page = yield* listResources({ TypeName, NextToken, MaxResults: 100 });
      for (const { Identifier = '' } of page.ResourceDescriptions ?? [])
        if (isOurs(yield* told(TypeName, Identifier))) return { TypeName, Identifier };
      NextToken = page.NextToken;
    } while (NextToken !== undefined && NextToken !== '');
    return undefined;
  },
  *observe(identity) {
    const known = knownIn(identity);
    if (!isAtWork(known)) return yield* look(known);
    const event = yield* outcomeOf(textOf(known.RequestToken));
    return yield* look(event === undefined ? settledAs(known) : after(known, event));
  },
  *create(properties, _name, token, owner) {
    const model = yield* modelOf(properties.TypeName);
    return yield* make(model, properties, token, { ...owner, [tokenTag]: token });
  },
  *update(identity, desired, observed, diff, applied) {
    if (diff.length === 0) return observed;
    const known = knownIn(identity);
    const { TypeName, Identifier } = known;
    if (isAtWork(known))
      throw new OamError('NotReady', `Cloud Control is still at work on ${TypeName} ${Identifier ?? ''}`);
    const model = yield* modelOf(TypeName);
    // The create before this one failed and left nothing.
    if (Identifier === undefined)
      return yield* make(model, desired, tokenAfter(known.RequestToken ?? ''), tagMap(known.Tags));
    const sides = {
      desired: propertiesOf(desired),
      applied: applied === undefined ? undefined : propertiesOf(applied),
      observed: propertiesOf(observed),
    };
    refuseFixed(TypeName, model, sides);
    const PatchDocument = JSON.stringify(patchOf(model, sides));
    const next = { ...settledAs(known), ...markedAs(desired) };
    if (PatchDocument === '[]') {
      const { Sending, ...rest } = next;
      return { ...rest, Sent: Sending, Kept: markOf(sides.observed, next.Declared), ...remainder(observed) };
    }
    const token = tokenAfter(TypeName, Identifier, known.RequestToken ?? '', PatchDocument);
    const { event } = yield* begin(token, ClientToken =>
      updateResource({ TypeName, Identifier, PatchDocument, ClientToken }),
    );
    return { ...after(next, event), ...remainder(observed) };
  },
  *delete(identity) {
    const before = knownIn(identity);
    const event = isAtWork(before) ? yield* outcomeOf(textOf(before.RequestToken)) : undefined;
    const { TypeName, Identifier, ...known } = event === undefined ? before : after(before, event);
    if (isAtWork({ TypeName, ...known }) && event !== undefined)
      throw new OamError('NotReady', `Cloud Control is still at work on ${TypeName} ${Identifier ?? ''}`);
    const there = Identifier === undefined ? undefined : yield* told(TypeName, Identifier);
    if (Identifier === undefined || there === undefined || !isOurs({ TypeName, ...known }, there)) return;
    const { event: deletion, before: cause } = yield* begin(
      tokenAfter('delete', TypeName, Identifier, known.RequestToken ?? ''),
      ClientToken => deleteResource({ TypeName, Identifier, ClientToken }),
    );
    // A token of an earlier life answers for what was deleted then.
    if (deletion.OperationStatus === 'SUCCESS' && (yield* told(TypeName, Identifier)) === undefined) return;
    throw new OamError(
      'NotReady',
      `Cloud Control is deleting ${TypeName} ${Identifier}${cause === '' ? '' : `, which failed before: ${cause}`}`,
    );
  },
  diff: (desired, _applied, observed) => (differs(propertiesOf(desired), observed) ? ['Properties'] : []),
});

/** Makes it. Other properties are another request, or AWS would refuse the token; and what was made under this token in an earlier life, and
 * is gone, is made anew. */
function* make(
  model: Model,
  desired: Properties,
  token: string,
  tags: Readonly<Record<string, string>>,
): Asks<JsonObject> {
  const { TypeName } = desired;
  const DesiredState = JSON.stringify(withTags(model, propertiesOf(desired), tags));
  const isChosen = identifierIn(model, propertiesOf(desired)) !== undefined;
  const known: Known = { TypeName, ...markedAs(desired), Tags: tags, ...(isChosen ? { Chosen: true } : {}) };
  let next = tokenAfter(token, DesiredState);
  for (let lives = 0; lives < chain; lives++) {
    const { event } = yield* begin(next, ClientToken => createResource({ TypeName, DesiredState, ClientToken }));
    const found = yield* look(after(known, event));
    if (found !== undefined) return found;
    next = tokenAfter(event.RequestToken ?? '');
  }
  throw new OamError('NotReady', `Cloud Control says that ${TypeName} was made, and does not tell it`);
}

function markedAs(desired: JsonObject): { readonly Sending: string; readonly Declared: readonly string[] } {
  const properties = propertiesOf(desired);
  return { Sending: digest(properties), Declared: Object.keys(properties).sort() };
}

/** What is told of it now, beside what is known; undefined where it is gone. */
function* look(known: Known): Asks<JsonObject | undefined> {
  const { TypeName, Identifier } = known;
  if (Identifier === undefined || (isAtWork(known) && known.Operation === 'CREATE'))
    return { ...trusted<JsonObject>(known), Properties: {} };
  const model = yield* told(TypeName, Identifier);
  if (model === undefined || !isOurs(known, model)) {
    if (known.Operation !== 'CREATE') return undefined;
    const { Identifier: _, ...rest } = known;
    return { ...trusted<JsonObject>(rest), Properties: {} };
  }
  const isFirst = known.Kept === undefined && known.Sent !== undefined && known.OperationStatus === undefined;
  return {
    ...trusted<JsonObject>(known),
    ...(isFirst ? { Kept: markOf(model, known.Declared ?? []) } : {}),
    ...(typeof model.Arn === 'string' ? { Arn: model.Arn } : {}),
    Properties: model,
  };
}

function* told(TypeName: string, Identifier: string): Asks<JsonObject | undefined> {
  const answer = yield* absent(getResource({ TypeName, Identifier }));
  return answer && objectOf(JSON.parse(answer.ResourceDescription?.Properties ?? '{}'));
}

/** What an update leaves as it was told. */
function remainder({ Properties: told, Arn }: JsonObject): JsonObject {
  return { Properties: told ?? {}, ...(Arn === undefined ? {} : { Arn }) };
}

function differs(desired: JsonObject, observed: JsonObject): boolean {
  const { Identifier, Sending, Sent, Kept, OperationStatus, Declared } = observed;
  if (Sending !== undefined) return Sending !== digest(desired);
  // What failed may have been done in part.
  if (Identifier === undefined || OperationStatus !== undefined) return true;
  const properties = propertiesOf(observed);
  if (Sent === undefined) return !holds(properties, desired);
  return Sent !== digest(desired) || (Kept !== undefined && Kept !== markOf(properties, listOf(Declared).map(textOf)));
}

function health(observed: JsonObject): Health {
  const message = textOf(observed.Message);
  if (observed.OperationStatus === 'FAILED') return { state: 'failed', message };
  if (observed.OperationStatus !== undefined)
    return { state: 'progressing', message: message || 'Cloud Control is at work' };
  return { state: 'ready', message: '' };
}
