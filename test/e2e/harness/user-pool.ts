/** A user pool of Cognito in the emulator, for tokens that an issuer really signed. */
interface UserPool {
  /** As its tokens say it. */
  readonly issuer: string;
  /** Whom its tokens are for. */
  readonly audience: string;
  /** An access token of the user `ada`. */
  readonly token: string;
}

export async function makeUserPool(endpoint: string, region: string): Promise<UserPool> {
  // The emulator looks at no signature; the account is in the credentials.
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/cognito-idp/aws4_request, SignedHeaders=host, Signature=0`;
  const ask = async (action: string, input: object): Promise<Record<string, Record<string, string>>> => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
        authorization,
      },
      body: JSON.stringify(input),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${action}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
  const { UserPool = {} } = await ask('CreateUserPool', { PoolName: 'members' });
  const { Id: UserPoolId = '' } = UserPool;
  const { UserPoolClient = {} } = await ask('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'members',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
  });
  const user = { UserPoolId, Username: 'ada' };
  const { ClientId = '' } = UserPoolClient;
  await ask('AdminCreateUser', { ...user, MessageAction: 'SUPPRESS' });
  await ask('AdminSetUserPassword', { ...user, Password: 'Countess-1815', Permanent: true });
  const { AuthenticationResult = {} } = await ask('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: ClientId,
    AuthParameters: { USERNAME: 'ada', PASSWORD: 'Countess-1815' },
  });
  return {
    issuer: `https://cognito-idp.${region}.amazonaws.com/${UserPoolId}`,
    audience: ClientId,
    token: AuthenticationResult.AccessToken ?? '',
  };
}
