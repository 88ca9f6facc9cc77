"""What stands above training, export and command line: the results tables and the demo's making."""
