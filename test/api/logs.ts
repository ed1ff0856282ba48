/** The API with the pipeline that the reconciler runs, and a definition of log groups for it. */
import { expect } from 'vitest';
import type { Pipeline } from '../../lib/api/deps.ts';
import { createPipeline } from '../../lib/api/pipeline.ts';
import { types } from '../../lib/aws/registry.ts';
import { briefs, setup, type TestApi } from './setup.ts';

export const pipeline: Pipeline = createPipeline(types);
export const path = '/apis/core.oam.dev/v1beta1/namespaces/default';

/** A definition that people post. */
export const logs = `apiVersion: core.oam.dev/v1beta1
kind: ComponentDefinition
metadata: {name: logs, annotations: {definition.oam.dev/description: A log group}}
spec:
  workload: {type: resources}
  schematic:
    cel:
      parameters:
        type: object
        required: [title]
        properties:
          title: {type: string, description: What it is for}
          retention: {type: integer, enum: [1, 7, 30], default: 7, description: In days}
      validations:
        - {if: parameter.title == "bad", pointer: /title, code: BadTitle, message: Not that title, hint: Take another}
      resources:
        - {id: group, type: "AWS::Logs::LogGroup", properties: {RetentionInDays: "\${parameter.retention}", Tags: [{Key: title, Value: "\${parameter.title}"}]}}
`;

/** An application of components, each in one line. */
export const app = (...components: string[]): string =>
  `apiVersion: core.oam.dev/v1beta1\nkind: Application\nmetadata: {name: web}\nspec:\n  components:\n${components.map(text => `    - ${text}\n`).join('')}`;

/** An API that has the definition. */
export async function ready(): Promise<TestApi> {
  const api = await setup({ pipeline });
  const answer = await api.post(logs);
  expect([answer.status, ...briefs(answer)]).toEqual([201]);
  return api;
}
