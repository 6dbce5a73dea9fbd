"""What SDMX clients are told of the published indicators: the code lists and the structure message beside the data (SDMX 3.0).

Data flow: values, the ward's plan and areas -> ``code_lists`` -> ``structure_message`` -> one XML document
"""
