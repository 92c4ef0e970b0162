"""What the product costs, beside a bare equivalent measured in the same run. Rows: `harness.row`."""
