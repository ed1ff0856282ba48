/** What the in-memory AWS keeps of mappings, rules, secrets and operations of Cloud Map and Cloud Control. */
import type { JsonObject } from '../../../lib/json.ts';
import type { Work } from './world.ts';

/** An event source mapping; one that is being deleted is described for a while. */
export interface MappingItem {
  config: JsonObject;
  tags: JsonObject;
  work: Work | undefined;
  gone: boolean;
}

/** A rule of an event bus, with its targets by id. */
export interface RuleItem {
  config: JsonObject;
  tags: JsonObject;
  targets: Record<string, JsonObject>;
}

export interface SecretItem {
  config: JsonObject;
  tags: JsonObject;
  value: string;
}

/** A request to Cloud Control: what it came to is told once its work is over. */
export interface RequestItem {
  token: string;
  asked: string;
  event: JsonObject;
  failure: JsonObject;
  work: Work | undefined;
}

/** What Cloud Map goes on doing after its answer. */
export interface OperationItem {
  config: JsonObject;
  work: Work | undefined;
}
