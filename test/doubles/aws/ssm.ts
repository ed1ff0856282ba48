/** Systems Manager: Parameter Store. */
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import {
  copy,
  type GroupItem,
  isNothing,
  pick,
  type Service,
  tagList,
  tagMap,
  told,
  type World,
  without,
} from './world.ts';

function parameterOf(world: World, name: string, error = 'ParameterNotFound'): GroupItem {
  const item = world.state.parameters[name];
  if (item === undefined) throw fault(error, 400, `Parameter ${name} not found.`);
  return item;
}

function refuse(message: string): Error {
  return fault('ValidationException', 400, message);
}

function putParameter(world: World, input: JsonObject): Json {
  const name = textOf(input.Name);
  const before = world.state.parameters[name];
  if (input.Overwrite !== true && before !== undefined)
    throw fault(
      'ParameterAlreadyExists',
      400,
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  if (input.Overwrite === true && input.Tags !== undefined)
    throw refuse('Invalid request: tags and overwrite can’t be used together.');
  const Tier = input.Tier ?? before?.config.Tier ?? 'Standard';
  if (before?.config.Tier === 'Advanced' && Tier !== 'Advanced')
    throw refuse('This parameter uses the advanced-parameter tier. You can’t downgrade it.');
  if (Tier === 'Standard' && textOf(input.Value).length > 4096)
    throw refuse('Standard tier parameters support a maximum parameter value of 4096 characters.');
  const config = told({
    ...before?.config,
    ...pick(input, ['Name', 'Type', 'Value', 'Description', 'AllowedPattern']),
    Tier,
    ARN: `arn:aws:ssm:${world.region}:${world.account}:parameter/${name.replace(/^\//, '')}`,
    Version: Number(before?.config.Version ?? 0) + 1,
    DataType: 'text',
  });
  if (!new RegExp(textOf(config.AllowedPattern)).test(textOf(input.Value)))
    throw fault('ParameterPatternMismatchException', 400, 'Parameter value does not match the allowed pattern.');
  world.state.parameters[name] = { config, tags: before?.tags ?? tagMap(input.Tags) };
  return { Version: config.Version ?? 1, Tier };
}

function tagged(world: World, input: JsonObject): GroupItem {
  return parameterOf(world, textOf(input.ResourceId), 'InvalidResourceId');
}

export const ssm: Service = {
  PutParameter: putParameter,
  GetParameter: (world, input) => {
    const { config } = parameterOf(world, textOf(input.Name));
    return { Parameter: copy(pick(config, ['Name', 'Type', 'Value', 'ARN', 'Version', 'DataType'])) };
  },
  DescribeParameters: (world, input) => {
    const [name] = listOf(objectOf(listOf(input.ParameterFilters)[0]).Values);
    // As AWS does now and then: a first page with nothing in it.
    if (isNothing(input.NextToken)) return { Parameters: [], NextToken: 'more' };
    const found = world.state.parameters[textOf(name)];
    if (found === undefined) return { Parameters: [] };
    const { Value: _, ...config } = found.config;
    return { Parameters: [copy(config)] };
  },
  DeleteParameter: (world, input) => {
    parameterOf(world, textOf(input.Name));
    delete world.state.parameters[textOf(input.Name)];
    return {};
  },
  ListTagsForResource: (world, input) => ({ TagList: tagList(tagged(world, input).tags) }),
  AddTagsToResource: (world, input) => {
    const item = tagged(world, input);
    item.tags = { ...item.tags, ...tagMap(input.Tags) };
    return {};
  },
  RemoveTagsFromResource: (world, input) => {
    const item = tagged(world, input);
    item.tags = without(item.tags, input.TagKeys);
    return {};
  },
};
