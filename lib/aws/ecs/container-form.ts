/** Container definitions and volumes in one form: what ECS adds by itself is taken away, order that says nothing is sorted. */
import { canonical, isList, isObject, type Json, type JsonObject, listOf, objectOf, textOf } from '../../json.ts';
import { type Canonicaliser, isNothing } from '../diff.ts';

/** By member of a container: what ECS has where nothing was said. */
const usual: JsonObject = { Cpu: 0, Essential: true, ReadonlyRootFilesystem: false };
const usualCheck: JsonObject = { Interval: 30, Timeout: 5, Retries: 3, StartPeriod: 0 };

/** Container definitions as one text, compared whole: what is no longer declared within one is a difference. */
export const asContainers: Canonicaliser = value => canonical(listOf(value).map(item => container(objectOf(item))));

/** No volumes say nothing, as AWS does not say them. */
export const asVolumes: Canonicaliser = value =>
  listOf(value).length === 0 ? '' : canonical(listOf(value).map(item => volume(objectOf(item))));

function container(value: JsonObject): JsonObject {
  return stripped({
    ...unless(value, usual),
    Environment: sorted(value.Environment),
    Secrets: sorted(value.Secrets),
    PortMappings: listOf(value.PortMappings).map(port),
    MountPoints: listOf(value.MountPoints).map(point => unless(objectOf(point), { ReadOnly: false })),
    HealthCheck: isObject(value.HealthCheck) ? unless(value.HealthCheck, usualCheck) : null,
    LinuxParameters: isObject(value.LinuxParameters) ? stripped(value.LinuxParameters) : null,
  });
}

/** With awsvpc the host's port is the container's. */
function port(value: Json): JsonObject {
  const { HostPort, ...rest } = objectOf(value);
  return unless(HostPort === undefined || HostPort === rest.ContainerPort ? rest : { ...rest, HostPort }, {
    Protocol: 'tcp',
  });
}

function volume(value: JsonObject): JsonObject {
  const { EFSVolumeConfiguration: efs } = value;
  if (!isObject(efs)) return stripped({ Name: textOf(value.Name) });
  const { AuthorizationConfig } = efs;
  return stripped({
    Name: textOf(value.Name),
    EFSVolumeConfiguration: {
      ...unless(efs, { RootDirectory: '/', TransitEncryption: 'DISABLED', TransitEncryptionPort: 0 }),
      AuthorizationConfig: isObject(AuthorizationConfig) ? unless(AuthorizationConfig, { IAM: 'DISABLED' }) : null,
    },
  });
}

/** Without members that say what is so anyway. */
function unless(value: JsonObject, defaults: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(([name, inner]) => canonical(inner) !== canonical(defaults[name] ?? null)),
  );
}

/** By name: ECS keeps no order of environments. */
function sorted(value: Json | undefined): Json[] {
  return [...listOf(value)].sort((a, b) => (textOf(objectOf(a).Name) < textOf(objectOf(b).Name) ? -1 : 1));
}

/** Without members that say nothing, at every depth. */
function stripped(value: JsonObject): JsonObject {
  const out: Record<string, Json> = {};
  for (const [name, inner] of Object.entries(value)) {
    const rest = isList(inner) ? inner.map(item => (isObject(item) ? stripped(item) : item)) : inner;
    const kept = isObject(rest) ? stripped(rest) : rest;
    if (kept !== undefined && !isNothing(kept)) out[name] = kept;
  }
  return out;
}
