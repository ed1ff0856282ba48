/** Lambda function URLs. */
import type { Json, JsonObject } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import { invalid } from './lambda-configuration.ts';
import { conflict, functionArn, locate, missing } from './lambda-functions.ts';
import { assign, copy, type FunctionItem, isNothing, pick, type Service, time, type World } from './world.ts';

const members = ['AuthType', 'Cors', 'InvokeMode'];

function placeOf(world: World, input: JsonObject): { fn: FunctionItem; arn: string; qualifier: string } {
  const { fn, name, qualifier } = locate(world, input);
  const arn = functionArn(world, name, qualifier);
  if (qualifier !== '' && fn.aliases[qualifier] === undefined) throw missing(arn);
  return { fn, arn, qualifier };
}

function urlOf(world: World, input: JsonObject): { fn: FunctionItem; qualifier: string; config: JsonObject } {
  const { fn, arn, qualifier } = placeOf(world, input);
  const config = fn.urls[qualifier];
  if (config === undefined)
    throw fault('ResourceNotFoundException', 404, `The resource you requested does not exist. ${arn}`);
  return { fn, qualifier, config };
}

function checked(config: JsonObject): JsonObject {
  if (config.AuthType !== 'NONE' && config.AuthType !== 'AWS_IAM') throw invalid('AuthType is not known');
  const { Cors, ...rest } = config;
  return isNothing(Cors) ? rest : config;
}

function createUrl(world: World, input: JsonObject): Json {
  const { fn, arn, qualifier } = placeOf(world, input);
  if (fn.urls[qualifier] !== undefined)
    throw conflict(
      `Failed to create function url config for [functionArn = ${arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    );
  const { InvokeMode: _, ...config } = checked({
    InvokeMode: 'BUFFERED',
    ...pick(input, members),
    FunctionArn: arn,
    FunctionUrl: `https://${assign(world, `url:${arn}`, 20)}.lambda-url.${world.region}.on.aws/`,
    CreationTime: time(world),
  });
  fn.urls[qualifier] = { ...config, InvokeMode: input.InvokeMode ?? 'BUFFERED', LastModifiedTime: time(world) };
  return copy({ ...config, InvokeMode: input.InvokeMode ?? 'BUFFERED' });
}

export const urls: Service = {
  CreateFunctionUrlConfig: createUrl,
  GetFunctionUrlConfig: (world, input) => copy(urlOf(world, input).config),
  UpdateFunctionUrlConfig: (world, input) => {
    const { fn, qualifier, config } = urlOf(world, input);
    const next = checked({ ...config, ...pick(input, members), LastModifiedTime: time(world) });
    fn.urls[qualifier] = next;
    return copy(next);
  },
  DeleteFunctionUrlConfig: (world, input) => {
    const { fn, qualifier } = urlOf(world, input);
    delete fn.urls[qualifier];
    return {};
  },
};
