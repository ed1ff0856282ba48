/** What containers are made of and may change under its name: images by tag in ECR, secrets and parameters in their environment. */
import { type Json, type JsonObject, listOf, objectOf } from '../../json.ts';
import type { Input, Reading } from '../../resource/resource.ts';
import { isOwn, namedIn, versionsOf } from '../inputs/named.ts';

type Stands = (input: Input) => string | undefined;

/** The label that tells one version of the values from another: tasks start with those of that moment, whatever their definition says. */
const label = 'oam.dev/inputs';

export function containerInputs(properties: JsonObject, reading: Reading): readonly Input[] {
  const found = listOf(properties.ContainerDefinitions)
    .map(objectOf)
    .flatMap(container => {
      const image = imageOf(container.Image);
      return [...(image === undefined ? [] : [image]), ...drawn(container, reading)];
    });
  return [...new Map(found.map(input => [`${input.kind}#${input.name}`, input])).values()];
}

/** Images by digest. Secrets and parameters are not pinned: after a rotation the old value opens nothing any more, so a task that starts
 * (also of an older revision) must take the current one; the label makes the service start its tasks again. */
export function pinContainers(properties: JsonObject, stands: Stands, reading: Reading): JsonObject {
  const ContainerDefinitions = listOf(properties.ContainerDefinitions).map(value =>
    pinOne(objectOf(value), stands, reading),
  );
  return { ...properties, ContainerDefinitions };
}

function pinOne(container: JsonObject, stands: Stands, reading: Reading): JsonObject {
  const image = imageOf(container.Image);
  const digest = image === undefined ? undefined : stands(image);
  const versions = versionsOf(drawn(container, reading), stands);
  return {
    ...container,
    ...(image === undefined || digest === undefined ? {} : { Image: `${repositoryOf(image.name)}@${digest}` }),
    ...(versions === undefined ? {} : { DockerLabels: { ...objectOf(container.DockerLabels), [label]: versions } }),
  };
}

/** A tag in a private registry of ECR; what is named by its digest does not change, and nobody tells of other registries. */
function imageOf(image: Json | undefined): Input | undefined {
  if (typeof image !== 'string' || image.includes('@')) return undefined;
  if (!/^\d{12}\.dkr\.ecr\.[\w-]+\.amazonaws\.com(\.cn)?\//.test(image)) return undefined;
  return { kind: 'image', name: image.slice(image.indexOf('/')).includes(':') ? image : `${image}:latest` };
}

function repositoryOf(name: string): string {
  return name.slice(0, name.lastIndexOf(':'));
}

/** What stands behind the secrets of a container, and what its environment names: once, in order. */
function drawn(container: JsonObject, reading: Reading): Input[] {
  const names = [
    ...listOf(container.Secrets).flatMap(secret => {
      const input = sourceOf(objectOf(secret).ValueFrom);
      return input !== undefined && isOwn(input, reading) ? [input] : [];
    }),
    ...namedIn(
      listOf(container.Environment).map(one => objectOf(one).Value),
      reading,
    ),
  ];
  const found = new Map(names.map(one => [`${one.kind}#${one.name}`, one] as const));
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, input]) => input);
}

/** `arn:aws:secretsmanager:...:secret:<name>[-<6 characters>]:<key>:<stage>:<version>` or `arn:aws:ssm:...:parameter/<name>`. */
function sourceOf(from: Json | undefined): Input | undefined {
  if (typeof from !== 'string') return undefined;
  const secret = /^arn:[\w-]+:secretsmanager:[^:]*:[^:]*:secret:([^:]+)(?::[^:]*:([^:]*):([^:]*))?$/.exec(from);
  // A stage or a version is a choice that was made.
  if (secret?.[1] !== undefined && !secret[2] && !secret[3]) return { kind: 'secret', name: secret[1] };
  const parameter = /^arn:[\w-]+:ssm:[^:]*:[^:]*:parameter(\/.+)$/.exec(from)?.[1];
  return parameter === undefined ? undefined : { kind: 'parameter', name: parameter };
}
