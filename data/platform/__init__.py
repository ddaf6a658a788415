"""三平台: what computes, what data flows, which algorithms run; and the counters of people, data and algorithms."""
