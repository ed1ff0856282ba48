/** What containers are made of and may change under its name: images by tag in ECR, secrets and parameters in their environment. */
import { hash8, type Json, type JsonObject, listOf, objectOf } from '../../json.ts';
import type { Input } from '../../resource/resource.ts';

type Stands = (input: Input) => string | undefined;

/** The label that tells one version of the values from another: tasks start with those of that moment, whatever their definition says. */
const label = 'oam.dev/inputs';

export function containerInputs(properties: JsonObject): readonly Input[] {
  const found = listOf(properties.ContainerDefinitions)
    .map(objectOf)
    .flatMap(container => {
      const image = imageOf(container.Image);
      return image === undefined ? drawn(container) : [image, ...drawn(container)];
    });
  return [...new Map(found.map(input => [`${input.kind}#${input.name}`, input])).values()];
}

/** Images by digest. Secrets and parameters are not pinned: after a rotation the old value opens nothing any more, so a task that starts
 * (also of an older revision) must take the current one; the label makes the service start its tasks again. */
export function pinContainers(properties: JsonObject, stands: Stands): JsonObject {
  const ContainerDefinitions = listOf(properties.ContainerDefinitions).map(value => pinOne(objectOf(value), stands));
  return { ...properties, ContainerDefinitions };
}

function pinOne(container: JsonObject, stands: Stands): JsonObject {
  const image = imageOf(container.Image);
  const digest = image === undefined ? undefined : stands(image);
  const versions = drawn(container).flatMap((input): Json[] => {
    const value = stands(input);
    return value === undefined ? [] : [[input.kind, input.name, value]];
  });
  return {
    ...container,
    ...(image === undefined || digest === undefined ? {} : { Image: `${repositoryOf(image.name)}@${digest}` }),
    ...(versions.length === 0
      ? {}
      : { DockerLabels: { ...objectOf(container.DockerLabels), [label]: hash8(versions) } }),
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

/** What stands behind the secrets of a container, by name: once, in order. */
function drawn(container: JsonObject): Input[] {
  const names = listOf(container.Secrets).map(secret => sourceOf(objectOf(secret).ValueFrom));
  const found = new Map(names.flatMap(one => (one === undefined ? [] : [[`${one.kind}#${one.name}`, one] as const])));
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
