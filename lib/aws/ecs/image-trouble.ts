/** Why an image could not be pulled, in one sentence that says what to do; registries and engines each have their own words for it. */

interface Trouble {
  readonly says: RegExp;
  readonly sentence: (image: string) => string;
}

/** The first that fits. Docker Hub says the same of what is private and of what does not exist. */
const troubles: readonly Trouble[] = [
  {
    says: /toomanyrequests|rate limit/i,
    sentence: image => `${image} was asked for too often: log in to its registry, or keep a copy in one of your own`,
  },
  {
    says: /no such image|manifest unknown|name unknown|does not exist|: not found/i,
    sentence: image =>
      `${image} was not found: check its name and tag, and push it to its registry, or, where containers run on this machine, build or tag it here under exactly this name; a private one needs a login (docker login here, imagePullSecrets on AWS)`,
  },
  {
    says: /denied|unauthorized|not authorized|authentication required|forbidden|no basic auth/i,
    sentence: image =>
      `${image} may not be pulled: docker login where containers run on this machine, imagePullSecrets, a policy of the ECR repository or the rights of the execution role on AWS`,
  },
  {
    says: /timeout|timed out|no such host|connection refused|connection issue|dial tcp/i,
    sentence: image => `${image} could not be pulled: its registry cannot be reached from where the task runs`,
  },
];

/** How ECS begins where it could not pull. Of secrets it says "unable to pull secrets or registry auth", too: only what goes on with ECR counts. */
const pulls: readonly RegExp[] = [
  /CannotPull/,
  /(pull image|start container).*no such image/i,
  /unable to (pull|retrieve|get) (ecr )?registry auth/i,
];

/** The words with a sentence of ours before them, where they are about an image; `images` are those of the task. */
export function explained(words: string, images: readonly string[]): string {
  if (!pulls.some(begins => begins.test(words))) return words;
  const named = images.filter(image => words.includes(image));
  const all = named.length > 0 ? named : images;
  const image = all.length === 0 ? 'An image' : `The image ${all.join(' or ')}`;
  const found = troubles.find(({ says }) => says.test(words));
  return `${found?.sentence(image) ?? `${image} could not be pulled`}. ECS says: ${words}`;
}
