/** The trait `stdout-logs`: what containers write is in CloudWatch Logs already. */
import type { JsonObject } from '../../../json.ts';
import { adapted, notNeeded, refusedOnAws } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';

const insights = 'CloudWatch Logs Insights parses lines when they are asked for: parse @message ...';

export const stdoutLogs: JsonObject = traitOf('stdout-logs', 'Keep what containers write: CloudWatch Logs does', {
  cel: {
    parameters: {
      type: 'object',
      properties: {
        grafana: {
          type: 'string',
          description: 'The Grafana that shows them',
          ...notNeeded('Logs are in CloudWatch Logs: any Grafana reads them there', undefined, ['default']),
        },
        parser: {
          type: 'string',
          enum: ['nginx', 'apache', 'customize'],
          description: 'How lines are read',
          ...adapted('Lines are kept as they are written', insights),
        },
        VRL: {
          type: 'string',
          description: 'A program that changes lines',
          ...refusedOnAws('No program runs over the lines: they are kept as they are written', insights, ['']),
        },
        lokiEndpoint: {
          type: 'string',
          description: 'Where Loki is',
          ...refusedOnAws('Logs go to CloudWatch Logs, not to Loki', 'A subscription of the log group sends them on', [
            '',
            'http://loki:3100/',
          ]),
        },
      },
    },
    validations: [
      {
        if: 'size(workload.containers) > 0',
        severity: 'warning',
        code: 'NotNeeded',
        message: 'What a container writes goes to CloudWatch Logs with or without this trait',
      },
    ],
  },
});
