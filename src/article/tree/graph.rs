//! Nodes and where one gets from them: what can be reached, and what has no way out.

use std::collections::VecDeque;

/// A directed graph that is entered at its first node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// The nodes that each node leads to.
    pub next: Vec<Vec<usize>>,
    /// Whether a way ends at the node, or leaves the graph there.
    pub leaves: Vec<bool>,
}

impl Graph {
    /// How many steps each node is from node `from`; `None` for those that it does not lead to.
    pub fn distances(&self, from: usize) -> Vec<Option<usize>> {
        let mut distances = vec![None; self.next.len()];
        let mut queue = VecDeque::new();
        if let Some(first) = distances.get_mut(from) {
            *first = Some(0);
            queue.push_back((from, 0));
        }
        while let Some((at, steps)) = queue.pop_front() {
            for next in &self.next[at] {
                if distances[*next].is_none() {
                    distances[*next] = Some(steps + 1);
                    queue.push_back((*next, steps + 1));
                }
            }
        }
        distances
    }

    /// Nodes that no way from the first one leads to, in order.
    pub fn unreachable(&self) -> Vec<usize> {
        let distances = self.distances(0);
        (0..self.next.len()).filter(|node| distances[*node].is_none()).collect()
    }

    /// The first of the nodes that cannot be reached, each with the number of those that are missed
    /// for its sake only, in order.
    pub fn unreachable_roots(&self) -> Vec<(usize, usize)> {
        let missed = self.unreachable();
        let mut is_led_to = vec![false; self.next.len()];
        for from in &missed {
            for to in self.next[*from].iter().filter(|to| *to != from) {
                is_led_to[*to] = true;
            }
        }
        let mut is_left = vec![false; self.next.len()];
        for node in &missed {
            is_left[*node] = true;
        }
        let (firsts, others): (Vec<_>, Vec<_>) =
            missed.into_iter().partition(|node| !is_led_to[*node]);
        let mut roots = Vec::new();
        for root in firsts.into_iter().chain(others) {
            let reached = self.take(root, &mut is_left);
            roots.extend(reached.checked_sub(1).map(|followers| (root, followers)));
        }
        roots.sort_unstable();
        roots
    }

    /// Takes what `root` leads to, itself included, out of those that are left, and counts it.
    fn take(&self, root: usize, is_left: &mut [bool]) -> usize {
        let mut count = 0;
        let mut stack = vec![root];
        while let Some(at) = stack.pop() {
            if std::mem::take(&mut is_left[at]) {
                count += 1;
                stack.extend(&self.next[at]);
            }
        }
        count
    }

    /// Nodes that no way leads out of, in order.
    pub fn trapped(&self) -> Vec<usize> {
        let mut is_free = self.leaves.clone();
        let mut queue: VecDeque<usize> = (0..is_free.len()).filter(|node| is_free[*node]).collect();
        let mut before = vec![Vec::new(); self.next.len()];
        for (from, next) in self.next.iter().enumerate() {
            for to in next {
                before[*to].push(from);
            }
        }
        while let Some(at) = queue.pop_front() {
            for from in &before[at] {
                if !std::mem::replace(&mut is_free[*from], true) {
                    queue.push_back(*from);
                }
            }
        }
        (0..is_free.len()).filter(|node| !is_free[*node]).collect()
    }

    /// The circles that ways without an end run into, each from its first node on, in order.
    pub fn circles(&self) -> Vec<Vec<usize>> {
        let group_of = self.groups();
        let mut is_final = vec![true; self.next.len()];
        for (from, next) in self.next.iter().enumerate() {
            if next.iter().any(|to| group_of[*to] != group_of[from]) {
                is_final[group_of[from]] = false;
            }
        }
        let mut circles = Vec::new();
        for node in self.trapped() {
            // Each group once, from its first node.
            if std::mem::take(&mut is_final[group_of[node]]) {
                circles.push(self.circle(node));
            }
        }
        circles
    }

    /// For each node the number of its group: nodes that lead to each other (Kosaraju's algorithm).
    fn groups(&self) -> Vec<usize> {
        let mut before = vec![Vec::new(); self.next.len()];
        for (from, next) in self.next.iter().enumerate() {
            for to in next {
                before[*to].push(from);
            }
        }
        let mut group_of = vec![usize::MAX; self.next.len()];
        for root in self.finished().into_iter().rev() {
            let mut stack = vec![root];
            while let Some(at) = stack.pop() {
                if group_of[at] == usize::MAX {
                    group_of[at] = root;
                    stack.extend(&before[at]);
                }
            }
        }
        group_of
    }

    /// All nodes in the order in which a depth-first walk leaves them.
    fn finished(&self) -> Vec<usize> {
        let mut is_seen = vec![false; self.next.len()];
        let mut order = Vec::with_capacity(self.next.len());
        for root in 0..self.next.len() {
            if std::mem::replace(&mut is_seen[root], true) {
                continue;
            }
            let mut stack = vec![(root, 0)];
            while let Some((at, number)) = stack.pop() {
                let Some(next) = self.next[at].get(number) else {
                    order.push(at);
                    continue;
                };
                stack.push((at, number + 1));
                if !std::mem::replace(&mut is_seen[*next], true) {
                    stack.push((*next, 0));
                }
            }
        }
        order
    }

    /// The shortest way from `node` back to it, without its end.
    fn circle(&self, node: usize) -> Vec<usize> {
        let closing = |(from, steps): (usize, Option<usize>)| {
            self.next[from].contains(&node).then_some((steps?, from))
        };
        let distances = self.distances(node);
        let last = distances.iter().copied().enumerate().filter_map(closing).min();
        let Some((mut steps, mut at)) = last else { return vec![node] };
        let mut circle = vec![at];
        while steps > 0 {
            steps -= 1;
            let before = (0..self.next.len())
                .find(|from| distances[*from] == Some(steps) && self.next[*from].contains(&at));
            at = before.unwrap_or(node);
            circle.push(at);
        }
        circle.reverse();
        circle
    }
}
