/** What load balancers and target groups have in common: tags, asked for apart, and what AWS asks of their maker. */
import type * as sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Json, type JsonObject, textOf } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import { operation } from '../operation.ts';
import { retag, tagList } from '../ownership.ts';

const describeTags = operation<sdk.DescribeTagsCommand>('elastic-load-balancing-v2', 'DescribeTags');
const addTags = operation<sdk.AddTagsCommand>('elastic-load-balancing-v2', 'AddTags');
const removeTags = operation<sdk.RemoveTagsCommand>('elastic-load-balancing-v2', 'RemoveTags');

/** What AWS looks up with its caller's rights. */
export function asked(...actions: readonly string[]): { action: string; resource: string; because: string }[] {
  const because = "Elastic Load Balancing looks at the network with its caller's rights";
  return actions.map(action => ({ action, resource: '*', because }));
}

/** As `[{Key, Value}]`. */
export function* tagsOf(arn: string): Asks<Json> {
  const { TagDescriptions } = yield* describeTags({ ResourceArns: [arn] });
  return tagList(TagDescriptions?.[0]?.Tags ?? []);
}

/** What is observed, with its tags brought to what is desired. */
export function* retagged(
  arn: string,
  desired: Json | undefined,
  observed: JsonObject,
  applied: JsonObject | undefined,
): Asks<JsonObject> {
  const ResourceArns = [textOf(arn)];
  const tags = yield* retag(
    { desired, observed: observed.Tags, applied },
    set => addTags({ ResourceArns, Tags: tagList(set) }),
    TagKeys => removeTags({ ResourceArns, TagKeys }),
  );
  return { ...observed, Tags: tagList(tags) };
}
