import type {Detection, DetectionFact, FoundNode} from '../model/detection.js';
import type {Draft} from './draft.js';

/** Only the last detection is kept. */
export function reduceDetection(draft: Draft, fact: DetectionFact): void {
  if (fact.type === 'detection-began') {
    const {detection: id, of, at, progress, notes} = fact;
    draft.setDetection({id, of, state: 'running', beganAt: at, endedAt: null, progress, nodes: [], notes});
    return;
  }
  const detection = draft.detection();
  if (detection === null || detection.id !== fact.detection) return;
  draft.setDetection(next(detection, fact));
}

function next(detection: Detection, fact: Exclude<DetectionFact, {type: 'detection-began'}>): Detection {
  switch (fact.type) {
    case 'detection-found':
      return {...detection, nodes: withFound(detection.nodes, fact.nodes)};
    // Names may still come when everything has been tried.
    case 'detection-named': {
      const named = (node: FoundNode) => ({...node, name: fact.names.get(node.spec.id) ?? node.name});
      return {
        ...detection,
        nodes: detection.nodes.map(node => (fact.names.has(node.spec.id) ? named(node) : node)),
      };
    }
    case 'detection-progressed':
      return {...detection, progress: fact.progress};
    case 'detection-ended': {
      const {state, progress, at} = fact;
      return {...detection, state, progress, endedAt: at, notes: [...detection.notes, ...fact.notes]};
    }
  }
}

function withFound(before: readonly FoundNode[], found: readonly FoundNode[]): readonly FoundNode[] {
  const nodes = new Map([...before, ...found].map(node => [node.spec.id, node]));
  return [...nodes.values()];
}
