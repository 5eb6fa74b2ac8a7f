/** A refusal in the service's own words: the status, its exception's name (`typeKey`) and message. */
export class ServiceError extends Error {
  readonly status: number;
  readonly typeKey: string;

  constructor(status: number, typeKey: string, message: string) {
    super(message);
    this.status = status;
    this.typeKey = typeKey;
  }
}

/** The body Azure DevOps sends with an error. */
export function errorBody(typeKey: string, message: string): Record<string, unknown> {
  const space = namespaceOf(typeKey);
  return {
    $id: '1',
    innerException: null,
    message,
    typeName: `${space}.${typeKey}, ${space}`,
    typeKey,
    errorCode: 0,
    eventId: 3000,
  };
}

/** .NET writes the offending argument on a line of its own. */
export function outOfRange(value: unknown, parameter: string): ServiceError {
  return new ServiceError(
    400,
    'ArgumentOutOfRangeException',
    `The value ${value} is outside of the allowed range.\r\nParameter name: ${parameter}`,
  );
}

export function invalidArgument(message: string, parameter: string): ServiceError {
  return new ServiceError(400, 'InvalidArgumentValueException', `${message}\r\nParameter name: ${parameter}`);
}

function namespaceOf(typeKey: string): string {
  if (typeKey.startsWith('Git')) return 'Microsoft.TeamFoundation.Git.Server';
  if (typeKey.startsWith('Vss')) return 'Microsoft.VisualStudio.Services.WebApi';
  if (typeKey.startsWith('Project')) return 'Microsoft.TeamFoundation.Core.WebApi';
  return 'Microsoft.VisualStudio.Services.Common';
}
