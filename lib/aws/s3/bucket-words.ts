/** A bucket's settings in CloudFormation's words and in S3's: each setting both ways. Pure. */
import { canonical, isObject, type Json, type JsonObject, listOf, objectOf } from '../../json.ts';
import { asSet, type Canonicaliser, isNothing } from '../diff.ts';

/** Members renamed; what is absent stays absent. */
function renamed(value: Json | undefined, names: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([name, inner]) => [names[name] ?? name, inner]));
}

function reversed(names: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([name, other]) => [other, name]));
}

const encryptionWords = { ServerSideEncryptionByDefault: 'ApplyServerSideEncryptionByDefault' };

export function encryptionTo(value: Json | undefined): JsonObject {
  const rules = listOf(objectOf(value).ServerSideEncryptionConfiguration);
  return { Rules: rules.map(rule => renamed(rule, encryptionWords)) };
}

export function encryptionFrom(value: Json | undefined): JsonObject {
  const rules = listOf(objectOf(value).Rules).map(rule => {
    const { ServerSideEncryptionByDefault, BucketKeyEnabled = false } = renamed(rule, reversed(encryptionWords));
    return { ServerSideEncryptionByDefault: ServerSideEncryptionByDefault ?? {}, BucketKeyEnabled };
  });
  return { ServerSideEncryptionConfiguration: rules };
}

const corsWords = { Id: 'ID', ExposedHeaders: 'ExposeHeaders', MaxAge: 'MaxAgeSeconds' };

export function corsTo(value: Json | undefined): JsonObject {
  return { CORSRules: listOf(objectOf(value).CorsRules).map(rule => renamed(rule, corsWords)) };
}

export function corsFrom(value: Json | undefined): JsonObject {
  return { CorsRules: listOf(objectOf(value).CORSRules).map(rule => renamed(rule, reversed(corsWords))) };
}

/** Without what says nothing. */
function trimmed(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => !isNothing(inner)));
}

/** Rules whole, each as one text: with a member that is no longer declared, a rule is another one. What S3 named by itself has no name. */
const asTexts = (rules: Json | undefined, form: (rule: JsonObject) => JsonObject): readonly Json[] =>
  listOf(rules).map(rule => canonical(trimmed(form(objectOf(rule)))));

/** Their order says nothing. */
export const asLifecycle: Canonicaliser = value => {
  const { Rules } = objectOf(value);
  return asSet(
    asTexts(Rules, ({ Id, ...rule }) => ({
      ...rule,
      Id: typeof Id === 'string' && !Id.startsWith(unnamed) ? Id : '',
      Transitions: asSet(rule.Transitions ?? []),
    })),
  );
};

/** The first that fits is used: their order says much, that of their words nothing. */
export const asCors: Canonicaliser = value => {
  const { CorsRules } = objectOf(value);
  return asTexts(CorsRules, rule => ({
    ...rule,
    AllowedHeaders: asSet(rule.AllowedHeaders ?? []),
    AllowedMethods: asSet(rule.AllowedMethods ?? []),
    AllowedOrigins: asSet(rule.AllowedOrigins ?? []),
    ExposedHeaders: asSet(rule.ExposedHeaders ?? []),
  }));
};

/** S3 gives a rule without a name one of its own: it is named by its place. */
const unnamed = 'lateen-';

export function lifecycleTo(value: Json | undefined): JsonObject {
  const rules = listOf(objectOf(value).Rules).map((rule, i) => {
    const { Id, Prefix, ExpirationInDays, Transitions, ...rest } = objectOf(rule);
    return {
      ...rest,
      ID: Id ?? `${unnamed}${i + 1}`,
      Filter: { Prefix: Prefix ?? '' },
      ...(ExpirationInDays === undefined ? {} : { Expiration: { Days: ExpirationInDays } }),
      ...(listOf(Transitions).length === 0
        ? {}
        : { Transitions: listOf(Transitions).map(one => renamed(one, { TransitionInDays: 'Days' })) }),
    };
  });
  return { Rules: rules };
}

/** What S3 knows of a rule beyond what the driver takes (a filter by tags, a date) stays in, so that it differs. */
export function lifecycleFrom(value: Json | undefined): JsonObject {
  const rules = listOf(objectOf(value).Rules).map(rule => {
    const { ID, Filter, Prefix, Expiration, Transitions, ...rest } = objectOf(rule);
    const { Prefix: prefix = Prefix ?? '', ...filter } = objectOf(Filter);
    const { Days, ...expires } = objectOf(Expiration);
    return trimmed({
      ...rest,
      Id: ID ?? '',
      Prefix: prefix,
      Filter: filter,
      Expiration: expires,
      ...(Days === undefined ? {} : { ExpirationInDays: Days }),
      Transitions: listOf(Transitions).map(one => renamed(one, { Days: 'TransitionInDays' })),
    });
  });
  return { Rules: rules };
}

/** Whom else the bucket tells stays as it is: others set that. */
export function notificationTo(value: Json | undefined, others: JsonObject): JsonObject {
  const { EventBridgeConfiguration: _, ...rest } = others;
  const on = objectOf(objectOf(value).EventBridgeConfiguration).EventBridgeEnabled === true;
  return { ...rest, ...(on ? { EventBridgeConfiguration: {} } : {}) };
}

export function notificationFrom(value: JsonObject): JsonObject {
  return { EventBridgeConfiguration: { EventBridgeEnabled: isObject(value.EventBridgeConfiguration) } };
}

/** Where a bucket answers, by its region. */
export function placesOf(name: string, region: string): JsonObject {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    Arn: `arn:${partition}:s3:::${name}`,
    DomainName: `${name}.s3.${suffix}`,
    DualStackDomainName: `${name}.s3.dualstack.${region}.${suffix}`,
    RegionalDomainName: `${name}.s3.${region}.${suffix}`,
  };
}
