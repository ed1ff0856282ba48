/** Which facts of the environment a condition asks for: where it holds (or fails) they are there. */
import type { Ast } from './cel.ts';

/** The facts that are there where the condition is `outcome`: of `has(environment.x)`, `"x" in environment` and what looks at
 * `environment.?x`, with `!`, `&&` and `||`. */
export function factsAsked(condition: Ast, outcome: boolean): readonly string[] {
  switch (condition.op) {
    case '!_':
      return factsAsked(condition.args, !outcome);
    case '&&':
    case '||':
      return outcome === (condition.op === '&&') ? condition.args.flatMap(part => factsAsked(part, outcome)) : [];
    case 'call': {
      const [name, [path]] = condition.args;
      if (name !== 'has') return optionalIn(condition);
      if (!outcome || path?.op !== '.') return [];
      const [root, fact] = path.args;
      return root.op === 'id' && root.args === 'environment' ? [fact] : [];
    }
    case 'in': {
      const [fact, root] = condition.args;
      const asks = outcome && root.op === 'id' && root.args === 'environment';
      return asks && fact.op === 'value' && typeof fact.args === 'string' ? [fact.args] : [];
    }
    default:
      return optionalIn(condition);
  }
}

/** What is compared after `environment.?x` may tell that it is there: which outcome does is not known here. */
function optionalIn(ast: Ast): readonly string[] {
  switch (ast.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
      return optionalIn(ast.args[0]);
    case '.?':
    case '[?]': {
      const [root, step] = ast.args;
      if (root.op !== 'id' || root.args !== 'environment') return optionalIn(root);
      if (typeof step === 'string') return [step];
      return step.op === 'value' && typeof step.args === 'string' ? [step.args] : [];
    }
    case 'call':
      return ast.args[1].flatMap(optionalIn);
    case 'rcall':
      return [ast.args[1], ...ast.args[2]].flatMap(optionalIn);
    case 'map':
      return ast.args.flat().flatMap(optionalIn);
    case '!_':
    case '-_':
      return optionalIn(ast.args);
    default:
      return ast.args.flatMap(optionalIn);
  }
}
