/** The trait `function-url`: an address of its own for a function, without API Gateway. */
import type { JsonObject } from '../../../json.ts';
import { traitOf } from '../parts/trait.ts';

const open = 'parameter.auth == "none"';

export const functionUrl: JsonObject = traitOf('function-url', 'Give a function an address of its own', {
  appliesTo: ['function', 'container'],
  single: true,
  cel: {
    parameters: {
      type: 'object',
      required: ['auth'],
      properties: {
        auth: {
          type: 'string',
          enum: ['none', 'iam'],
          description: 'Who may call it: anybody, or whoever signs as an AWS principal that may',
        },
        cors: {
          type: 'object',
          description: 'Which pages of other origins may call it',
          properties: {
            allowOrigins: { type: 'array', items: { type: 'string' }, description: 'https://example.com, or *' },
            allowMethods: {
              type: 'array',
              items: { type: 'string', enum: ['GET', 'PUT', 'HEAD', 'POST', 'PATCH', 'DELETE', '*'] },
              description: 'GET, POST, or *',
            },
            allowHeaders: { type: 'array', items: { type: 'string' }, description: 'Headers of the request' },
            exposeHeaders: { type: 'array', items: { type: 'string' }, description: 'Headers of the answer' },
            allowCredentials: { type: 'boolean', description: 'Whether cookies and authorization come along' },
            maxAge: { type: 'integer', minimum: 0, maximum: 86_400, description: 'Seconds' },
          },
        },
        stream: {
          type: 'boolean',
          default: false,
          description: 'The answer is sent as it is made, by a handler that awslambda.streamifyResponse wraps',
        },
      },
    },
    resources: [
      {
        id: 'url',
        type: 'AWS::Lambda::Url',
        properties: {
          TargetFunctionArn: '${outputs.alias.functionName}',
          Qualifier: '${outputs.alias.name}',
          AuthType: `\${${open} ? "NONE" : "AWS_IAM"}`,
          InvokeMode: '${parameter.stream ? "RESPONSE_STREAM" : "BUFFERED"}',
          Cors: {
            $if: 'has(parameter.cors)',
            AllowOrigins: '${parameter.cors.?allowOrigins}',
            AllowMethods: '${parameter.cors.?allowMethods}',
            AllowHeaders: '${parameter.cors.?allowHeaders}',
            ExposeHeaders: '${parameter.cors.?exposeHeaders}',
            AllowCredentials: '${parameter.cors.?allowCredentials}',
            MaxAge: '${parameter.cors.?maxAge}',
          },
        },
      },
      // AWS wants both where anybody may call.
      {
        id: 'call',
        $if: open,
        type: 'AWS::Lambda::Permission',
        properties: {
          Action: 'lambda:InvokeFunctionUrl',
          FunctionName: '${outputs.invoke}',
          Principal: '*',
          FunctionUrlAuthType: 'NONE',
        },
      },
      {
        id: 'invoke',
        $if: open,
        type: 'AWS::Lambda::Permission',
        properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: '${outputs.invoke}',
          Principal: '*',
          InvokedViaFunctionUrl: true,
        },
      },
    ],
    endpoints: [{ url: '${resources.url.FunctionUrl}' }],
    validations: [
      {
        workload: 'container',
        if: 'true',
        code: 'NotForWorkload',
        message: 'Only functions have addresses of their own',
        hint: 'The trait gateway makes containers answer on the internet',
      },
    ],
  },
});
