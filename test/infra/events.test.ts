/** The rules that wake applications: only what they may use or be the state of, each into the events function, nothing lost silently. */
import { describe, expect, it } from 'vitest';
import { packaged } from './packaged.ts';

const { ofType, get } = await packaged();
const rules = ofType('AWS::Events::Rule').filter(([, { Properties }]) => Properties.EventPattern !== undefined);
const target = { 'Fn::GetAtt': ['EventsLambdaFunction', 'Arn'] };
const letters = { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] };

describe('the rules of events', () => {
  it('invoke the events function, which lets them and nobody else', () => {
    expect(rules.map(([id]) => id).sort()).toEqual(['ImageRule', 'ObjectRule', 'SecretRule', 'StateRule']);
    for (const [, { Properties }] of rules) expect(Properties.Targets).toMatchObject([{ Arn: target }]);
    const allowed = ofType('AWS::Lambda::Permission')
      .map(([, { Properties }]) => Properties)
      .filter(({ FunctionName }) => FunctionName.Ref === 'EventsLambdaFunction');
    expect(allowed.map(({ SourceArn, Principal }) => [SourceArn['Fn::GetAtt'][0], Principal]).sort()).toEqual(
      rules.map(([id]) => [id, 'events.amazonaws.com']).sort(),
    );
  });

  it('keep what cannot be delivered, and what the function gave up on', () => {
    for (const [, { Properties }] of rules) expect(Properties.Targets[0].DeadLetterConfig).toEqual({ Arn: letters });
    const [statement] = get('DeadLetterQueuePolicy').Properties.PolicyDocument.Statement;
    expect(
      statement.Condition.ArnEquals['aws:SourceArn'].map((one: object) => Object.values(one)[0][0]).sort(),
    ).toEqual(rules.map(([id]) => id).sort());
    const [[, invoke] = ['', undefined]] = ofType('AWS::Lambda::EventInvokeConfig');
    expect(invoke?.Properties.DestinationConfig.OnFailure.Destination).toEqual(letters);
  });

  it('let any bucket through where npm start deploys, which takes no parameters', async () => {
    const local = await packaged('local');
    expect(local.get('ObjectRule').Properties.EventPattern.detail.bucket.name).toEqual([{ wildcard: '*' }]);
  }, 60_000);

  it('let through only names of this installation', () => {
    const patterns = Object.fromEntries(rules.map(([id, { Properties }]) => [id, Properties.EventPattern]));
    expect(patterns.ObjectRule.detail.bucket.name).toEqual([{ wildcard: 'lt-t1-*' }]);
    const [secret, parameter] = patterns.SecretRule.$or;
    expect(secret.detail).toEqual({ labelUpdated: ['AWSCURRENT'], name: [{ prefix: 'lateen-t1/' }] });
    expect(parameter.detail.name).toEqual([{ prefix: '/lateen-t1/' }, { prefix: 'lateen-t1/' }]);
    const [deployment, task, alarm] = patterns.StateRule.$or;
    expect(JSON.stringify(deployment.resources)).toContain(':service/${Cluster}/');
    expect(task.detail.clusterArn).toEqual([{ 'Fn::GetAtt': ['Cluster', 'Arn'] }]);
    expect(alarm.detail.alarmName).toEqual([{ prefix: 'lt-t1-' }]);
  });
});
