/** What `npm start` may be told: by the environment, and by words after `--`. */
import { join, resolve } from 'node:path';
import { localFolder } from './venv.ts';

/**
 * | setting | default | what |
 * |---|---|---|
 * | `LATEEN_PORT` | 4600 | port of the front door, which is the API's address |
 * | `LATEEN_EMULATOR_PORT` | 4566 | port of the emulator |
 * | `LATEEN_MOTO_PORT` | 4567 | port of moto (`--all-services`) |
 * | `AWS_ENDPOINT_URL` | none | an emulator that runs already, used in place of a MiniStack of our own |
 * | `LATEEN_NOT_EMULATED` | `AWS::ApplicationAutoScaling,AWS::ApiGatewayV2::VpcLink` | what that emulator lacks: services or types, by comma |
 * | `LATEEN_STATE` | .lateen/local | folder for the state and the logs; another one is another installation |
 * | `--fresh` | | forget the state of earlier starts |
 * | `--all-services` | | also start moto, for Application Auto Scaling |
 */
export interface Settings {
  readonly port: number;
  readonly emulatorPort: number;
  readonly motoPort: number;
  readonly endpoint: string | undefined;
  readonly notEmulated: readonly string[];
  readonly state: string;
  readonly fresh: boolean;
  readonly allServices: boolean;
}

const usualState = join(localFolder, 'local');
const noLinks = 'AWS::ApiGatewayV2::VpcLink';

export function readSettings(env: Readonly<Record<string, string | undefined>>, words: readonly string[]): Settings {
  const unknown = words.find(word => word !== '--fresh' && word !== '--all-services');
  if (unknown !== undefined)
    throw new Error(
      `npm start does not know "${unknown}": it takes --fresh and --all-services, as in npm start -- --fresh.`,
    );
  const allServices = words.includes('--all-services');
  const endpoint = env.AWS_ENDPOINT_URL === '' ? undefined : env.AWS_ENDPOINT_URL?.replace(/\/+$/, '');
  if (endpoint !== undefined && allServices)
    throw new Error(
      '--all-services adds moto to an emulator of our own: unset AWS_ENDPOINT_URL, or leave --all-services out.',
    );
  // Moto answers for Application Auto Scaling; nothing here has VPC links.
  const usual = allServices ? [noLinks] : ['AWS::ApplicationAutoScaling', noLinks];
  const lacks = allServices ? undefined : env.LATEEN_NOT_EMULATED;
  return {
    port: portIn(env, 'LATEEN_PORT', 4600),
    emulatorPort: portIn(env, 'LATEEN_EMULATOR_PORT', 4566),
    motoPort: portIn(env, 'LATEEN_MOTO_PORT', 4567),
    endpoint,
    notEmulated: lacks?.split(',').filter(name => name !== '') ?? usual,
    state: resolve(env.LATEEN_STATE || usualState),
    fresh: words.includes('--fresh'),
    allServices,
  };
}

function portIn(env: Readonly<Record<string, string | undefined>>, name: string, otherwise: number): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Error(`${name} is "${text}", which is no port: set it to a number from 1 to 65535.`);
  return port;
}

/** How to call the command from this folder: it finds by itself only the API whose state lies in the usual place. */
export function commandFor({ state }: Pick<Settings, 'state'>, api: string): string {
  return state === usualState ? 'npx lateen' : `LATEEN_API=${api} npx lateen`;
}
