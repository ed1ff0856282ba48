/** EventBridge: rules of event buses, and their targets. */
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import type { RuleItem } from './items.ts';
import { copy, isNothing, pick, type Service, tagList, tagMap, told, type World, without } from './world.ts';

const members = ['Name', 'EventBusName', 'EventPattern', 'Description', 'State', 'RoleArn', 'ScheduleExpression'];

function busOf(input: JsonObject): string {
  return textOf(input.EventBusName) || 'default';
}

function arnOf(world: World, input: JsonObject, name: string): string {
  const bus = busOf(input);
  return `arn:aws:events:${world.region}:${world.account}:rule/${bus === 'default' ? '' : `${bus}/`}${name}`;
}

function missing(what: string): Error {
  return fault('ResourceNotFoundException', 400, `${what} does not exist.`);
}

function ruleOf(world: World, input: JsonObject, name: string): RuleItem {
  const rule = world.state.rules[arnOf(world, input, name)];
  if (rule === undefined) throw missing(`Rule ${name} on EventBus ${busOf(input)}`);
  return rule;
}

function byArn(world: World, input: JsonObject): RuleItem {
  const rule = world.state.rules[textOf(input.ResourceARN)];
  if (rule === undefined) throw missing('Resource');
  return rule;
}

function putRule(world: World, input: JsonObject): Json {
  const arn = arnOf(world, input, textOf(input.Name));
  const before = world.state.rules[arn];
  const pattern = textOf(input.EventPattern);
  if (Object.keys(objectOf(JSON.parse(pattern || '{}'))).length === 0)
    throw fault('InvalidEventPatternException', 400, 'Event pattern is not valid.');
  world.state.rules[arn] = {
    config: told({ State: 'ENABLED', ...pick(input, members), EventBusName: busOf(input), Arn: arn }),
    // Of a rule that is there, they are ignored.
    tags: before?.tags ?? tagMap(input.Tags),
    targets: before?.targets ?? {},
  };
  return { RuleArn: arn };
}

const none = { FailedEntryCount: 0, FailedEntries: [] };

export const eventbridge: Service = {
  PutRule: putRule,
  DescribeRule: (world, input) => copy(ruleOf(world, input, textOf(input.Name)).config),
  DeleteRule: (world, input) => {
    const arn = arnOf(world, input, textOf(input.Name));
    if (!isNothing(world.state.rules[arn]?.targets))
      throw fault('ValidationException', 400, "Rule can't be deleted since it has targets.");
    delete world.state.rules[arn];
    return {};
  },
  PutTargets: (world, input) => {
    const rule = ruleOf(world, input, textOf(input.Rule));
    const next: Record<string, JsonObject> = { ...rule.targets };
    for (const target of listOf(input.Targets)) next[textOf(objectOf(target).Id)] = objectOf(target);
    if (Object.keys(next).length > 5)
      throw fault('LimitExceededException', 400, 'The requested resource exceeds the maximum number allowed.');
    rule.targets = next;
    return none;
  },
  ListTargetsByRule: (world, input) => {
    const all = Object.values(ruleOf(world, input, textOf(input.Rule)).targets);
    const from = Number(input.NextToken ?? 0);
    const more = from + 2 < all.length ? { NextToken: String(from + 2) } : {};
    const Targets = copy(all.slice(from, from + 2));
    return { ...(Targets.length === 0 ? {} : { Targets }), ...more };
  },
  RemoveTargets: (world, input) => {
    const rule = ruleOf(world, input, textOf(input.Rule));
    for (const id of listOf(input.Ids)) delete rule.targets[textOf(id)];
    return none;
  },
  ListTagsForResource: (world, input) => ({ Tags: tagList(byArn(world, input).tags) }),
  TagResource: (world, input) => {
    const rule = byArn(world, input);
    rule.tags = { ...rule.tags, ...tagMap(input.Tags) };
    return {};
  },
  UntagResource: (world, input) => {
    const rule = byArn(world, input);
    rule.tags = without(rule.tags, input.TagKeys);
    return {};
  },
};
