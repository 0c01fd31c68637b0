import type {NameChange} from '../model/named-cluster.js';
import {reduce} from '../store/reduce.js';
import {noSuchCluster} from './cluster-names.js';
import {clusterAfter, namesAfter, type Plan, type PlanContext} from './plan.js';

/** What the command behind this one in its line is read against: the cluster, and the names of clusters, as this one would make them. */
export function contextAfter<Context extends PlanContext>(plan: Plan, context: Context): Context {
  const nodes = clusterAfter(plan);
  const state =
    nodes === null ? context.state : reduce(context.state, [{type: 'cluster-changed', at: context.now, nodes}]);
  return namesAfter(plan).reduce(withName, {...context, state});
}

function withName<Context extends PlanContext>(context: Context, {name, nodes}: NameChange): Context {
  const {all, unread} = context.clusters();
  const others = all.filter(each => !each.isSaved || each.name !== name);
  const saved = nodes === null ? [] : [{name, nodes: () => nodes, place: `@${name}`, isSaved: true, isDefault: false}];
  const named = {all: [...others, ...saved], unread};
  const {sets} = context;
  // The file may have one of that name, too.
  const found = named.all.find(each => each.name === name);
  const behind = (reference: string) =>
    reference === name ? (found?.nodes() ?? noSuchCluster(name, named)) : (sets.named?.(reference) ?? []);
  return {...context, clusters: () => named, sets: {...sets, named: behind}};
}
